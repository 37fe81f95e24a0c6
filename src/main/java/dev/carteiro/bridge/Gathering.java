package dev.carteiro.bridge;

import dev.carteiro.bridge.Archive.Kept;
import dev.carteiro.bridge.Archive.Page;
import dev.carteiro.bridge.Archive.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gets all messages of a span of time out of an archive, the oldest first. */
final class Gathering {

    /** So many are held at once at most. */
    static final int MOST = 2_000;

    /**
     * How often all pages are read at most, until nothing is missing: Evolution orders by the second, and within that
     * the database gives each page another order, so that a message may be on two pages and another one on none.
     */
    private static final int ROUNDS = 10;

    private final Archive archive;
    private final Waits waits;

    Gathering(Archive archive, Waits waits) {
        this.archive = archive;
        this.waits = waits;
    }

    /** What became of it. */
    sealed interface Found {

        /** The messages, oldest first. */
        record All(List<Past> messages) implements Found {}

        /** They are more than can be held at once. */
        record TooMany() implements Found {}

        /** The server did not keep to the span. */
        record Astray() implements Found {}
    }

    /** Fails with a {@link StoppedException} where the server will never answer. */
    Mono<Found> of(Span span) {
        return page(span, 1).flatMap(first -> {
            boolean astray =
                    !first.records().isEmpty() && first.records().stream().noneMatch(record -> span.holds(record.at()));
            if (astray) {
                return Mono.just(new Found.Astray());
            }
            if (first.total() > MOST && span.seconds() > 1) {
                return Mono.just(new Found.TooMany());
            }
            Map<String, Kept> known = new LinkedHashMap<>();
            add(known, first);
            return rest(span, first.total(), known).then(Mono.fromSupplier(() -> all(span, known)));
        });
    }

    private Mono<Page> page(Span span, int number) {
        return waits.through(Mono.defer(() -> archive.page(span, number)), "page " + number);
    }

    private Mono<Void> rest(Span span, long total, Map<String, Kept> known) {
        int pages = (int) Math.ceilDiv(Math.min(total, MOST), Archive.SIZE);
        if (pages < 2) {
            return Mono.empty();
        }
        Mono<Void> others = Flux.range(2, pages - 1)
                .concatMap(number -> page(span, number), 0)
                .doOnNext(page -> add(known, page))
                .then();
        Mono<Void> again = page(span, 1).doOnNext(page -> add(known, page)).then(others);
        return Flux.range(1, ROUNDS)
                .concatMap(
                        round -> round == 1 ? others : known.size() < Math.min(total, MOST) ? again : Mono.empty(), 0)
                .then();
    }

    private static void add(Map<String, Kept> known, Page page) {
        page.records().forEach(record -> known.putIfAbsent(record.key(), record));
    }

    private static Found all(Span span, Map<String, Kept> known) {
        List<Kept> records = new ArrayList<>(known.values());
        Collections.reverse(records); // what is of one second keeps the server's order
        records.sort(Comparator.comparingLong(Kept::at));
        return new Found.All(records.stream()
                .filter(record -> span.holds(record.at()))
                .map(Kept::message)
                .filter(Objects::nonNull)
                .toList());
    }
}
