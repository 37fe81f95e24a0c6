package dev.carteiro.config;

import java.util.List;

/** The router cannot start with this configuration; the message names every line that is wrong. */
public final class InvalidConfigException extends RuntimeException {

    private final List<String> problems;

    InvalidConfigException(List<String> problems) {
        super("The configuration cannot be used:\n\n" + String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
