package dev.carteiro.bridge;

import dev.carteiro.bridge.Archive.Span;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.store.Cause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Walks through an instance's past from the oldest message to the newest, a window of time after the other, and hands each
 * message to Chatwoot: one at a time within a chat, a few chats at a time.
 */
final class ImportWalk {

    /** In seconds. */
    static final long WINDOW = 3_600;

    /** So many new messages one import takes at most. */
    static final long MOST = 100_000;

    /** After so many it is noted how far it is. */
    static final int BATCH = 100;

    private static final int CHATS = 4;

    private final Gathering gathering;
    private final Post post;
    private final ImportJournal journal;
    private final Waits waits;
    private final Pace pace;

    ImportWalk(Archive archive, Post post, ImportJournal journal, Waits waits, Pace pace) {
        this.gathering = new Gathering(archive, waits);
        this.post = post;
        this.journal = journal;
        this.waits = waits;
        this.pace = pace;
    }

    /** Puts a message into Chatwoot. */
    interface Post {

        /** {@code spent} is how many attempts at this message have failed. */
        Mono<Outcome> post(Past message, int spent);
    }

    /** How it ended. */
    sealed interface Ending {

        /** {@code reason} is why before the end; null where nothing is left. */
        record Done(@Nullable String reason) implements Ending {}

        record Failed(String reason) implements Ending {}

        /** Nobody wants it any more, or somebody else goes on. */
        record Stopped() implements Ending {}
    }

    /**
     * Where it stands.
     *
     * @param cursor the second before which all is taken
     * @param width of the next window, in seconds
     * @param ahead what is left of the present window, which ends at {@code end}
     */
    private record Place(
            long cursor,
            long width,
            Tally tally,
            List<Past> ahead,
            long end,
            @Nullable Ending ending) {

        Place ended(Ending how) {
            return new Place(cursor, width, tally, ahead, end, how);
        }

        Place narrower(long seconds) {
            return new Place(cursor, seconds, tally, ahead, end, null);
        }

        Place before(List<Past> messages, long until) {
            return new Place(cursor, width, tally, messages, until, null);
        }

        /** Everything before {@code second} is taken; after a window the next one may be twice as wide. */
        Place at(long second, List<Past> left, Tally more) {
            long next = left.isEmpty() ? Math.min(WINDOW, width * 2) : width;
            return new Place(second, next, tally.plus(more), left, end, null);
        }
    }

    /** Goes on from {@code cursor} up to {@code until}, both in seconds. */
    Mono<Ending> from(long cursor, long until, Tally tally) {
        return Mono.just(new Place(cursor, WINDOW, tally, List.of(), cursor, null))
                .expand(place -> place.ending() == null ? step(place, until) : Mono.empty())
                .last()
                .flatMap(place -> Mono.justOrEmpty(place.ending()));
    }

    private Mono<Place> step(Place place, long until) {
        if (place.tally().fresh() >= MOST
                && (place.cursor() < until || !place.ahead().isEmpty())) {
            return Mono.just(place.ended(new Ending.Done(
                    "One import takes " + MOST + " new messages at most; another one takes those that are left.")));
        }
        if (!place.ahead().isEmpty()) {
            return batch(place);
        }
        return place.cursor() >= until
                ? Mono.just(place.ended(new Ending.Done(null)))
                : window(place, new Span(place.cursor(), Math.min(place.cursor() + place.width(), until)));
    }

    private Mono<Place> window(Place place, Span span) {
        return gathering
                .of(span)
                .flatMap(found -> switch (found) {
                    case Gathering.Found.TooMany many -> Mono.just(place.narrower(span.seconds() / 2));
                    case Gathering.Found.Astray astray ->
                        Mono.just(place.ended(new Ending.Failed(
                                "Evolution answers with messages of another time than it is asked for.")));
                    case Gathering.Found.All all -> {
                        Place there = place.before(all.messages(), span.until());
                        yield all.messages().isEmpty()
                                ? noted(there.at(span.until(), List.of(), Tally.NONE))
                                : Mono.just(there);
                    }
                })
                .onErrorResume(
                        StoppedException.class,
                        never -> Mono.just(place.ended(new Ending.Failed(reason(never.outcome())))));
    }

    private Mono<Place> noted(Place place) {
        return journal.reached(place.cursor(), place.tally())
                .map(ours -> ours ? place : place.ended(new Ending.Stopped()));
    }

    private Mono<Place> batch(Place place) {
        List<Past> ahead = place.ahead();
        int count = count(ahead);
        List<Past> left = ahead.subList(count, ahead.size());
        long reached = left.isEmpty() ? place.end() : left.getFirst().at();
        Map<String, List<Past>> chats = ahead.subList(0, count).stream()
                .collect(Collectors.groupingBy(Past::chat, LinkedHashMap::new, Collectors.toList()));
        return Flux.fromIterable(chats.values())
                .flatMap(chat -> Flux.fromIterable(chat).concatMap(this::handed, 0), CHATS)
                .reduce(Tally.NONE, Tally::plus)
                .flatMap(tally -> noted(place.at(reached, left, tally)));
    }

    /** A second is not divided: whoever goes on from there would not know how much of it is taken. */
    private static int count(List<Past> messages) {
        int count = Math.min(BATCH, messages.size());
        while (count > 0 && isWithinASecond(messages, count)) {
            count--;
        }
        if (count == 0) {
            count = Math.min(BATCH, messages.size());
            while (isWithinASecond(messages, count)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isWithinASecond(List<Past> messages, int count) {
        return count < messages.size()
                && messages.get(count).at() == messages.get(count - 1).at();
    }

    private Mono<Tally> handed(Past message) {
        AtomicInteger spent = new AtomicInteger();
        Mono<Outcome> attempt = pace.turn()
                .then(Mono.defer(() -> post.post(message, spent.get())))
                .onErrorResume(StoppedException.class, stopped -> Mono.just(stopped.outcome()))
                .flatMap(outcome -> outcome instanceof Outcome.Delivered ? Mono.just(outcome) : Ends.stop(outcome))
                .doOnError(failure -> {
                    if (!(failure instanceof StoppedException stopped)
                            || stopped.outcome() instanceof Outcome.Deferred) {
                        spent.getAndIncrement();
                    }
                });
        return waits.through(attempt, message.id())
                .map(this::counted)
                .onErrorResume(failure -> failed(message, failure));
    }

    private Tally counted(Outcome outcome) {
        if (Ends.isWritten(outcome)) {
            return Tally.POSTED;
        }
        pace.giveBack();
        return Tally.KNOWN;
    }

    private Mono<Tally> failed(Past message, Throwable failure) {
        return Mono.fromSupplier(() -> {
            String reason = failure instanceof StoppedException stopped ? reason(stopped.outcome()) : Cause.of(failure);
            journal.failed(message.id(), reason);
            return Tally.FAILED;
        });
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "it is there";
            case Outcome.Deferred deferred -> deferred.reason();
            case Outcome.Refused refused -> refused.reason();
            case Outcome.Gone gone -> gone.reason();
            case Outcome.Barred barred -> barred.reason();
            case Outcome.Underway underway -> underway.reason();
            case Outcome.Postponed postponed -> postponed.reason();
        };
    }
}
