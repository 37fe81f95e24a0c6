package dev.carteiro.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.TestClock;
import dev.carteiro.eventlog.EventFilter;
import dev.carteiro.eventlog.LogInMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class LiveTests {

    private final LogInMemory log = new LogInMemory();
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Ring ring = new Ring(4_096, 1 << 30);
    private final Watchers watchers = new Watchers(ring, time, new TestClock(Instant.EPOCH));
    private final Live live = new Live(log.reader(), ring, watchers, new StreamMeters(meters), time);
    private final AtomicInteger reads = new AtomicInteger();

    @AfterEach
    void stop() {
        live.stop();
        time.dispose();
    }

    private void append(long first, long last) {
        LongStream.rangeClosed(first, last)
                .forEach(position -> log.append(TestFrames.event(position, "Ravenna", "{}")));
    }

    private double subscribers() {
        return meters.get("carteiro.browsers.subscribers").gauge().value();
    }

    private void isReady() {
        TestSubscriber<Object> subscriber = TestSubscriber.create();
        live.ready().subscribe(subscriber);
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(subscriber.getReceivedOnNext()).hasSize(1);
    }

    private void pass() {
        time.advanceTimeBy(Duration.ofSeconds(1));
    }

    @Test
    void letsInSoMany() {
        live.start();
        assertThat(live.enter(2)).isTrue();
        assertThat(live.enter(2)).isTrue();
        assertThat(live.enter(2)).isFalse();
        assertThat(subscribers()).isEqualTo(2);
        live.leave();
        assertThat(live.enter(2)).isTrue();
    }

    /** The web server is up before, and browsers come back as soon as it is. */
    @Test
    void letsInNobodyBeforeItStartsNorAfterItsEnd() {
        assertThat(live.enter(2)).isFalse();
        assertThat(subscribers()).isZero();
        live.start();
        assertThat(live.enter(2)).isTrue();
        isReady();
        live.leave();
        live.stop();
        assertThat(live.enter(2)).isFalse();
        assertThat(subscribers()).isZero();
    }

    @Test
    void hasTheLatestAtHandOnceItIsNeeded() {
        append(1, 3_000);
        live.start();
        assertThat(live.enter(1)).isTrue();
        isReady();
        assertThat(ring.position()).isEqualTo(3_000);
        assertThat(ring.find(2_499)).isNull();
        assertThat(ring.find(2_500)).isNotNull();
    }

    @Test
    void hasAllOfAShortLogAtHand() {
        log.beginAt(500);
        append(600, 603);
        live.start();
        assertThat(live.enter(1)).isTrue();
        isReady();
        assertThat(ring.find(498)).isNull();
        assertThat(ring.find(499)).isNotNull();
    }

    @Test
    void followsTheLogByPages() {
        live.start();
        assertThat(live.enter(1)).isTrue();
        isReady();
        append(1, 1_700);
        log.afterARead(reads::incrementAndGet);
        pass();
        assertThat(ring.position()).isEqualTo(1_700);
        assertThat(reads).hasValue(9);
        assertThat(meters.get("carteiro.browsers.serialised").counter().count()).isEqualTo(1_700);
    }

    @Test
    void neverGoesBack() {
        live.start();
        assertThat(live.enter(1)).isTrue();
        isReady();
        append(1, 10);
        pass();
        log.showUpTo(5);
        pass();
        assertThat(ring.position()).isEqualTo(10);
        append(11, 12);
        pass();
        assertThat(ring.position()).isEqualTo(12);
        assertThat(meters.get("carteiro.browsers.serialised").counter().count()).isEqualTo(12);
    }

    @Test
    void sleepsWhileNobodyWatches() {
        live.start();
        assertThat(live.enter(1)).isTrue();
        isReady();
        live.leave();
        append(1, 10);
        log.afterARead(reads::incrementAndGet);
        pass();
        pass();
        assertThat(reads).hasValue(0);
        assertThat(live.enter(1)).isTrue();
        isReady();
        assertThat(ring.position()).isEqualTo(10);
    }

    @Test
    void sendsAwayWhoeverBeginsToWatchAtTheEnd() {
        live.start();
        List<Signal> words = new ArrayList<>();
        TestSubscriber<Signal> subscriber = TestSubscriber.create();
        Flux<Signal> signals =
                watchers.watch(new Wish(Grant.everything(TestFrames.NOW), EventFilter.ALL, null, null), 0, 0);
        signals.doOnSubscribe(begun -> live.stop()).doOnNext(words::add).subscribe(subscriber);
        assertThat(subscriber.getProtocolErrors()).isEmpty();
        assertThat(subscriber.isTerminatedComplete()).isTrue();
        assertThat(words).hasSize(1).first().isInstanceOf(Signal.Retry.class);
    }
}
