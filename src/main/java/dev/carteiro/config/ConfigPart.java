package dev.carteiro.config;

/** A feature's share of the configuration, asked again at each reload. */
public interface ConfigPart {

    /**
     * Reads and checks this part's keys, without effect on what runs, and reports what is wrong to {@code tree}. What is
     * returned puts the result in force; it runs only if no part reported a problem, and never fails.
     */
    Runnable prepare(ConfigTree tree);
}
