package dev.carteiro.listener;

import java.util.function.Function;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Takes what is given out newest first from its oldest page on. What is added meanwhile moves everything older to later
 * pages, so it counts from the oldest entry, whose place is always the last one.
 */
final class Backwards {

    /** How many entries a page has. */
    static final int SIZE = 100;

    /** The newest so many; whoever was away for longer has other things to do first. */
    static final int MOST = 20_000;

    /** How often in a row a page may begin after what is wanted before it is taken as it is: there is no end otherwise. */
    private static final int MOST_MISSES = 5;

    private final IntFunction<Mono<Page>> fetch;
    private final Function<Page, Mono<Void>> take;
    private long total;
    private long taken; // of the oldest
    private long wanted; // of the oldest; what is added later comes by itself
    private int misses;

    /** {@code fetch} is empty where there is no sense in going on; pages count from 1. */
    Backwards(IntFunction<Mono<Page>> fetch, Function<Page, Mono<Void>> take) {
        this.fetch = fetch;
        this.take = take;
    }

    /** A page, newest first, and how many entries all pages have. */
    record Page(long total, JsonNode records) {}

    /** Completes when all is taken; {@code newest} is the first page. To be used once. */
    Mono<Void> from(Page newest) {
        if (newest.total() <= SIZE) {
            return take.apply(newest);
        }
        total = newest.total();
        wanted = total;
        taken = Math.max(0, total - MOST);
        return Mono.defer(this::step).repeat(() -> taken < wanted).then();
    }

    private Mono<Void> step() {
        int number = (int) Math.max(1, Math.ceilDiv(total - taken, SIZE));
        return fetch.apply(number)
                .switchIfEmpty(Mono.fromRunnable(() -> taken = wanted))
                .flatMap(page -> {
                    total = page.total();
                    boolean missed = total - (long) number * SIZE > taken;
                    if (missed && misses++ < MOST_MISSES) {
                        return Mono.empty();
                    }
                    misses = 0;
                    taken = number == 1 ? wanted : Math.max(taken, total - (number - 1L) * SIZE);
                    return take.apply(page);
                });
    }
}
