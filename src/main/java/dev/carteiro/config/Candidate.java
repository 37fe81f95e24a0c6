package dev.carteiro.config;

import java.util.List;

/** A configuration that is not in force: what was made of it, or what is wrong with it. */
public sealed interface Candidate<T> {

    /** It could be put in force as it is. */
    record Sound<T>(T made) implements Candidate<T> {}

    /** It would be refused, for all of these reasons. */
    record Faulty<T>(List<String> problems) implements Candidate<T> {

        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
