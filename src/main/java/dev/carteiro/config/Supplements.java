package dev.carteiro.config;

import java.util.List;

/** Keeps what was set at run time over restarts. */
@FunctionalInterface
public interface Supplements {

    /** All of it; asked once, before the configuration is in force for the first time, and may block then. */
    List<Supplement> kept();
}
