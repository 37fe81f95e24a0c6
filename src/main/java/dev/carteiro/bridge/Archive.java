package dev.carteiro.bridge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What Evolution has kept of an instance's messages. */
interface Archive {

    /** How many records a page has. */
    int SIZE = 100;

    /** A page of a span, newest first; pages count from 1. Fails with a {@link StoppedException}. */
    Mono<Page> page(Span span, int number);

    /** In seconds; {@code until} does not belong to it. */
    record Span(long from, long until) {

        long seconds() {
            return until - from;
        }

        boolean holds(long second) {
            return second >= from && second < until;
        }
    }

    /** {@code total} is how many records all pages have. */
    record Page(long total, List<Kept> records) {

        public Page {
            records = List.copyOf(records);
        }
    }

    /**
     * One record.
     *
     * @param key what tells it from the others
     * @param at when it was, in seconds
     * @param message null for what is not to be imported
     */
    record Kept(String key, long at, @Nullable Past message) {}
}
