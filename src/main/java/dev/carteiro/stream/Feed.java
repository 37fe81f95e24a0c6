package dev.carteiro.stream;

import dev.carteiro.event.Recorded;
import dev.carteiro.eventlog.LogReader;
import dev.carteiro.eventlog.LogReader.Bounds;
import dev.carteiro.store.Cause;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;

/**
 * What one subscriber gets, from the first word to the last: events from the log until those that are live are reached, then
 * these. Between the two nothing is missed and nothing comes twice, because both are the log, up to a position and from there.
 */
final class Feed {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /** Whoever connects while the database is away is told to come back. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For so long one page of the past may be on its way to a subscriber, whose memory it takes. */
    private static final Duration SLOWEST = Duration.ofSeconds(30);

    private static final Duration USUAL_RETRY = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(15);
    private static final int PAGE = 100;
    private static final int CHUNK = 64 << 10;

    private final Live live;
    private final LogReader reader;
    private final InstrumentedPool<Object> places;
    private final Snapshot snapshot;
    private final Clock clock;

    /** {@code places} is how many may read the past at the same time. */
    Feed(Live live, LogReader reader, InstrumentedPool<Object> places, Snapshot snapshot, Clock clock) {
        this.live = live;
        this.reader = reader;
        this.places = places;
        this.snapshot = snapshot;
        this.clock = clock;
    }

    /** How far one subscriber has come. */
    private static final class Cursor {

        private long position;
        private boolean atTheEnd;
    }

    /** At most {@code most} are served at a time; one more is told to come back later. */
    Flux<Signal> of(Wish wish, int most) {
        return Flux.defer(() -> live.enter(most)
                ? served(wish).doFinally(end -> live.leave())
                : Flux.just(live.isEnding() ? Watchers.farewell() : new Signal.Retry(LATER)));
    }

    private Flux<Signal> served(Wish wish) {
        Cursor cursor = new Cursor();
        return live.ready()
                .flatMap(bounds -> beginning(wish, cursor, bounds))
                .timeout(PATIENCE)
                .flatMapMany(words -> Flux.fromIterable(words).concatWith(events(wish, cursor)))
                .switchIfEmpty(Mono.fromSupplier(Watchers::farewell)) // the end has come before the beginning
                .onErrorResume(failure -> !(failure instanceof LaggedException), failure -> {
                    log.warn("event=stream-broken cause=\"{}\"", Cause.of(failure));
                    return Flux.just(Watchers.farewell());
                });
    }

    /** Where it begins, what it has missed for good, and how its instances stand at that point. */
    private Mono<List<Signal>> beginning(Wish wish, Cursor cursor, Bounds bounds) {
        Long after = wish.after();
        Mono<Bounds> known = after == null || after <= bounds.drawn() ? Mono.just(bounds) : reader.bounds();
        return known.flatMap(now -> {
            List<Signal> words = new ArrayList<>(List.of(new Signal.Retry(USUAL_RETRY)));
            cursor.position = after == null || after > now.drawn() ? live.ring().position() : after;
            if (after != null && after > now.drawn()) {
                words.add(Words.gap("ahead", after, cursor.position));
            } else if (after != null && after < now.beginning() - 1) {
                cursor.position = now.beginning() - 1;
                words.add(Words.gap("retention", after, cursor.position));
            } else {
                words.add(new Signal.Begin(cursor.position));
            }
            return shown(wish).map(words::add).thenReturn(words);
        });
    }

    private Mono<Signal> shown(Wish wish) {
        return wish.snapshot() == null
                ? Mono.empty()
                : snapshot.of(wish.snapshot()).map(shown -> new Signal.Word("snapshot", null, Words.json(shown)));
    }

    private Flux<Signal> events(Wish wish, Cursor cursor) {
        return Flux.defer(() -> next(wish, cursor)).repeat(() -> !cursor.atTheEnd);
    }

    private Flux<Signal> next(Wish wish, Cursor cursor) {
        Long first = live.ring().find(cursor.position);
        boolean expired = !clock.instant().isBefore(wish.grant().until());
        if (first == null && !expired && !live.isEnding()) {
            return past(wish, cursor);
        }
        cursor.atTheEnd = true;
        if (first == null || expired) {
            return Flux.just(expired ? wish.grant().lastWord() : Watchers.farewell());
        }
        return live.watchers().watch(wish, cursor.position, first);
    }

    /** One page of the log. Whoever does not take it in time holds nobody else up, and is let go. */
    private Flux<Signal> past(Wish wish, Cursor cursor) {
        return places.withPoolable(place -> Mono.defer(() -> reader.matching(
                        wish.filter(), cursor.position, live.ring().position(), PAGE)))
                .concatMap(page -> Flux.fromIterable(signals(page, cursor))
                        .takeUntilOther(Mono.delay(SLOWEST).flatMap(late -> Mono.error(new LaggedException()))));
    }

    /** At least one, so that nobody is silent over a long past that has nothing for them. */
    private static List<Signal> signals(LogReader.Page page, Cursor cursor) {
        List<Signal> signals = new ArrayList<>();
        if (cursor.position < page.beginning() - 1) {
            signals.add(Words.gap("retention", cursor.position, page.beginning() - 1));
        }
        cursor.position = page.upTo();
        if (page.events().isEmpty()) {
            signals.add(new Signal.Quiet(page.upTo()));
        }
        signals.addAll(chunks(page.events()));
        return signals;
    }

    private static List<Signal> chunks(List<Recorded> events) {
        List<Signal> chunks = new ArrayList<>();
        List<Frame> chunk = new ArrayList<>();
        int size = 0;
        for (Recorded event : events) {
            Frame frame = Frame.of(event);
            if (!chunk.isEmpty() && size + frame.size() > CHUNK) {
                chunks.add(new Signal.Events(chunk));
                chunk.clear();
                size = 0;
            }
            chunk.add(frame);
            size += frame.size();
        }
        if (!chunk.isEmpty()) {
            chunks.add(new Signal.Events(chunk));
        }
        return chunks;
    }
}
