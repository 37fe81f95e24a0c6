package dev.carteiro.config;

import java.util.List;

/**
 * How the configuration does.
 *
 * @param fromFile whether what is in force was read from the file rather than being the defaults
 * @param problems why the file as it is now is not in force; empty where it is
 */
record ConfigStatus(String file, boolean fromFile, List<String> problems) {

    ConfigStatus {
        problems = List.copyOf(problems);
    }
}
