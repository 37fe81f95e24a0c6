package dev.carteiro.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.TestClock;
import dev.carteiro.eventlog.EventFilter;
import dev.carteiro.eventlog.LogInMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.pool.PoolBuilder;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class FeedTests {

    private static final Instant NOW = Instant.parse("2025-12-10T14:03:07Z");
    private static final Signal USUAL = new Signal.Retry(Duration.ofSeconds(1));

    private final LogInMemory log = new LogInMemory();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestClock clock = new TestClock(NOW);
    private final Ring ring = new Ring(4_096, 1 << 30);
    private final Live live = new Live(
            log.reader(), ring, new Watchers(ring, time, clock), new StreamMeters(new SimpleMeterRegistry()), time);
    private Mono<Map<String, @Nullable Object>> instances =
            Mono.just(new LinkedHashMap<>(Map.of("instances", List.of())));
    private final Feed feed = new Feed(
            live,
            log.reader(),
            PoolBuilder.from(Mono.fromSupplier(Object::new)).sizeBetween(0, 2).buildPool(),
            filter -> instances,
            clock);

    @BeforeEach
    void start() {
        live.start();
    }

    @AfterEach
    void stop() {
        live.stop();
        time.dispose();
    }

    private void append(long... positions) {
        LongStream.of(positions).forEach(position -> log.append(TestFrames.event(position, "Ravenna", "{}")));
    }

    private static Wish wish(@Nullable Long after, @Nullable Instant until) {
        return new Wish(Grant.of(EventFilter.ALL, until == null ? Instant.MAX : until), EventFilter.ALL, after, null);
    }

    private TestSubscriber<Signal> subscribe(Wish wish) {
        TestSubscriber<Signal> subscriber = TestSubscriber.create();
        feed.of(wish, 1).subscribe(subscriber);
        return subscriber;
    }

    private void pass() {
        time.advanceTimeBy(Duration.ofSeconds(1));
    }

    private static List<Long> positions(TestSubscriber<Signal> subscriber) {
        return subscriber.getReceivedOnNext().stream()
                .filter(Signal.Events.class::isInstance)
                .flatMap(events -> TestFrames.positions(((Signal.Events) events).frames()).stream())
                .toList();
    }

    private static void isSentAway(TestSubscriber<Signal> subscriber) {
        assertThat(subscriber.getReceivedOnNext().getLast())
                .isInstanceOfSatisfying(
                        Signal.Retry.class,
                        retry -> assertThat(retry.after()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(3)));
        assertThat(subscriber.isTerminatedComplete()).isTrue();
    }

    @Test
    void beginsNowWhereNoPositionIsSaid() {
        append(1, 2, 3);
        TestSubscriber<Signal> subscriber = subscribe(wish(null, null));
        assertThat(subscriber.getReceivedOnNext()).containsExactly(USUAL, new Signal.Begin(3));
        append(4, 6);
        pass();
        assertThat(positions(subscriber)).containsExactly(4L, 6L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_999, 2_000, 2_001, 2_999, 3_000})
    void goesOnFromAPositionWithoutAHoleOrARepeat(long after) {
        append(LongStream.rangeClosed(1, 3_000).toArray());
        AtomicLong next = new AtomicLong(3_001);
        log.afterARead(() -> append(next.getAndIncrement()));
        TestSubscriber<Signal> subscriber = subscribe(wish(after, null));
        assertThat(subscriber.getReceivedOnNext()).startsWith(USUAL, new Signal.Begin(after));
        pass();
        log.afterARead(() -> {});
        pass();
        assertThat(positions(subscriber))
                .isEqualTo(LongStream.range(after + 1, next.get()).boxed().toList());
    }

    @Test
    void readsThePastOnlyAsFarAsItIsAskedFor() {
        append(LongStream.rangeClosed(1, 3_000).toArray());
        TestSubscriber<Signal> subscriber =
                TestSubscriber.builder().initialRequest(3).build();
        feed.of(wish(0L, null), 1).subscribe(subscriber);
        assertThat(positions(subscriber))
                .isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
        subscriber.request(1);
        assertThat(positions(subscriber)).hasSize(200);
    }

    @ParameterizedTest
    @CsvSource({"3, retention, 9", "8, retention, 9", "99, ahead, 12"})
    void tellsOfAGap(long after, String reason, long from) {
        append(10, 11, 12);
        log.beginAt(10);
        TestSubscriber<Signal> subscriber = subscribe(wish(after, null));
        assertThat(subscriber.getReceivedOnNext().get(1))
                .usingRecursiveComparison()
                .isEqualTo(Words.gap(reason, after, from));
        append(13);
        pass();
        assertThat(positions(subscriber).getFirst()).isEqualTo(from + 1);
        assertThat(positions(subscriber).getLast()).isEqualTo(13);
    }

    @Test
    void knowsOfNoGapWhereNothingIsMissed() {
        append(10, 11, 12);
        log.beginAt(10);
        TestSubscriber<Signal> subscriber = subscribe(wish(9L, null));
        assertThat(subscriber.getReceivedOnNext().get(1)).isEqualTo(new Signal.Begin(9));
        assertThat(positions(subscriber)).containsExactly(10L, 11L, 12L);
    }

    @Test
    void waitsForWhatAnotherReplicaHasShownAlready() {
        append(10);
        log.draw(20);
        TestSubscriber<Signal> subscriber = subscribe(wish(15L, null));
        assertThat(subscriber.getReceivedOnNext()).containsExactly(USUAL, new Signal.Begin(15));
        append(14, 15, 16);
        pass();
        assertThat(positions(subscriber)).containsExactly(16L);
    }

    @Test
    void showsTheInstancesBeforeAnyEvent() {
        append(1);
        TestSubscriber<Signal> subscriber =
                subscribe(new Wish(Grant.everything(TestFrames.NOW), EventFilter.ALL, 0L, EventFilter.ALL));
        assertThat(subscriber.getReceivedOnNext().get(2))
                .usingRecursiveComparison()
                .isEqualTo(new Signal.Word("snapshot", null, Words.json(Map.of("instances", List.of()))));
        assertThat(positions(subscriber)).containsExactly(1L);
    }

    @Test
    void sendsAwayWhomItCannotShowTheInstances() {
        instances = Mono.error(new IllegalStateException("away"));
        isSentAway(subscribe(new Wish(Grant.everything(TestFrames.NOW), EventFilter.ALL, null, EventFilter.ALL)));
    }

    @Test
    void sendsAwayWhoseEventsItCannotRead() {
        append(LongStream.rangeClosed(1, 3_000).toArray());
        log.afterARead(log::goAway);
        isSentAway(subscribe(wish(0L, null)));
    }

    @Test
    void isFullUntilSomebodyLeaves() {
        TestSubscriber<Signal> first = subscribe(wish(null, null));
        TestSubscriber<Signal> second = subscribe(wish(null, null));
        assertThat(second.getReceivedOnNext()).containsExactly(new Signal.Retry(Duration.ofSeconds(15)));
        assertThat(second.isTerminatedComplete()).isTrue();
        first.cancel();
        assertThat(subscribe(wish(null, null)).getReceivedOnNext()).startsWith(USUAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500, 3_000})
    void tellsWhoseTimeIsOver(long after) {
        append(LongStream.rangeClosed(1, 3_000).toArray());
        clock.advance(Duration.ofSeconds(1));
        TestSubscriber<Signal> subscriber = subscribe(wish(after, clock.instant()));
        assertThat(subscriber.getReceivedOnNext().getLast())
                .isInstanceOfSatisfying(
                        Signal.Word.class, word -> assertThat(word.name()).isEqualTo("expired"));
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(positions(subscriber)).isEmpty();
    }

    @Test
    void sendsEverybodyAwayAtTheEnd() {
        TestSubscriber<Signal> subscriber = subscribe(wish(null, null));
        live.stop();
        isSentAway(subscriber);
        isSentAway(subscribe(wish(null, null)));
    }
}
