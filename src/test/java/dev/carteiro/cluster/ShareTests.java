package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class ShareTests {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicInteger members = new AtomicInteger(1);

    @AfterEach
    void stop() {
        time.dispose();
    }

    private Share share(int permits, Duration per) {
        return new Share(new Pace(permits, per), members::get, time);
    }

    private static int takeAll(Share share) {
        int taken = 0;
        while (share.take()) {
            taken++;
        }
        return taken;
    }

    private int takenWithin(Share share, Duration time) {
        int taken = 0;
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMillis(10)) {
            taken += takeAll(share);
            this.time.advanceTimeBy(Duration.ofMillis(10));
        }
        return taken;
    }

    @Test
    void isTheWholeRateForOneThatIsAlone() {
        assertThat(takenWithin(share(20, Duration.ofSeconds(1)), Duration.ofSeconds(10)))
                .isBetween(200, 204);
    }

    @Test
    void isAnEqualPartForEachOfSeveral() {
        members.set(3);
        assertThat(takenWithin(share(20, Duration.ofSeconds(1)), Duration.ofSeconds(9)))
                .isBetween(59, 62);
    }

    @Test
    void followsTheNumberOfReplicas() {
        Share share = share(100, Duration.ofSeconds(1));
        assertThat(takenWithin(share, Duration.ofSeconds(1))).isBetween(100, 120);
        members.set(2);
        assertThat(takenWithin(share, Duration.ofSeconds(2))).isBetween(99, 101);
        members.set(1);
        assertThat(takenWithin(share, Duration.ofSeconds(1))).isBetween(99, 101);
    }

    @Test
    void savesUpNoMoreThanAFifthOfASecond() {
        Share share = share(50, Duration.ofSeconds(1));
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(share.available()).isEqualTo(10);
        assertThat(takeAll(share)).isEqualTo(10);
        assertThat(share.available()).isZero();
    }

    @Test
    void givesOnePermitOfASlowRateAtATime() {
        Share share = share(60, Duration.ofHours(1));
        assertThat(takeAll(share)).isEqualTo(1);
        time.advanceTimeBy(Duration.ofSeconds(59));
        assertThat(share.take()).isFalse();
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(share.take()).isTrue();
    }

    @Test
    void tellsOnceWhenThereAreEnoughToGoOn() {
        Share share = share(20, Duration.ofSeconds(1));
        AtomicInteger told = new AtomicInteger();
        assertThat(takeAll(share)).isEqualTo(4);
        share.want(told::incrementAndGet);
        share.want(told::incrementAndGet);
        time.advanceTimeBy(Duration.ofMillis(99));
        assertThat(told).hasValue(0);
        time.advanceTimeBy(Duration.ofMillis(3));
        assertThat(told).hasValue(1);
        assertThat(share.available()).isEqualTo(2);
        share.want(told::incrementAndGet);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(told).hasValue(2);
    }
}
