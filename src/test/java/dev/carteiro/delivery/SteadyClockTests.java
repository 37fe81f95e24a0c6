package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTests {

    private final Instant start = Instant.parse("2026-03-02T14:00:00Z");
    private final TestClock wall = new TestClock(start);
    private final SteadyClock steady = new SteadyClock(wall);

    @Test
    void doesNotFollowAWallClockThatIsSet() {
        wall.advance(Duration.ofHours(1));
        assertThat(steady.instant()).isCloseTo(start, within(1, ChronoUnit.MINUTES));
        wall.advance(Duration.ofHours(-2));
        assertThat(steady.instant()).isAfterOrEqualTo(start);
    }

    @Test
    void climbs() {
        Instant before = steady.instant();
        assertThat(steady.instant()).isAfterOrEqualTo(before);
    }

    @Test
    void showsAMomentAsTheWallClockHasIt() {
        Instant inAMinute = steady.instant().plus(Duration.ofMinutes(1));
        wall.advance(Duration.ofHours(1));
        assertThat(SteadyClock.shown(steady, inAMinute))
                .isCloseTo(wall.instant().plus(Duration.ofMinutes(1)), within(30, ChronoUnit.SECONDS));
    }

    @Test
    void leavesAloneWhatNeverWas() {
        wall.advance(Duration.ofHours(1));
        assertThat(SteadyClock.shown(steady, Instant.EPOCH)).isEqualTo(Instant.EPOCH);
        assertThat(SteadyClock.shown(wall, start)).isEqualTo(start);
    }
}
