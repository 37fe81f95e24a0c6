package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTests {

    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final AtomicLong steady = new AtomicLong();
    private final ClockWatch watch = new ClockWatch(wall::get, steady::get);

    private boolean jumpedAfter(long wallMillis, long steadyMillis) {
        wall.addAndGet(wallMillis);
        steady.addAndGet(steadyMillis * 1_000_000);
        return watch.jumped();
    }

    @Test
    void doesNotTakeTimeThatPassesForAJump() {
        assertThat(jumpedAfter(1_000, 1_000)).isFalse();
        assertThat(jumpedAfter(3_600_000, 3_600_000)).isFalse();
        assertThat(jumpedAfter(1_400, 1_000)).as("a clock that is kept right").isFalse();
    }

    @Test
    void seesAClockThatIsSetEitherWayOnce() {
        assertThat(jumpedAfter(-60_000, 1_000)).isTrue();
        assertThat(jumpedAfter(1_000, 1_000)).isFalse();
        assertThat(jumpedAfter(61_000, 1_000)).isTrue();
        assertThat(jumpedAfter(1_000, 1_000)).isFalse();
    }
}
