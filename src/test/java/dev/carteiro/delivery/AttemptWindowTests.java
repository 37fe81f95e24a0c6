package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.HdrHistogram.IntCountsHistogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class AttemptWindowTests {

    private static final Percentage PRECISION = Percentage.withPercentage(6.3);

    private final TestClock clock = new TestClock(NOW);
    private final AttemptWindow window = new AttemptWindow(Duration.ofMinutes(5), clock);

    @Test
    void saysNothingBeforeTheFirstAttempt() {
        assertThat(window.summary()).isEqualTo(new Recent.Window(0, null, null, null, null));
    }

    @Test
    void tellsHowManyArrivedAndHowLongTheyTook() {
        for (int millis = 1; millis <= 1_000; millis++) {
            window.add(millis % 4 != 0, millis);
        }
        Recent.Window summary = window.summary();
        assertThat(summary.attempts()).isEqualTo(1_000);
        assertThat(summary.successRate()).isEqualTo(0.75);
        assertThat(summary.p50()).isCloseTo(500L, PRECISION);
        assertThat(summary.p95()).isCloseTo(950L, PRECISION);
        assertThat(summary.p99()).isCloseTo(990L, PRECISION);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindowAndATenthOfIt() {
        window.add(false, 7);
        clock.advance(Duration.ofMinutes(5));
        window.add(true, 3);
        assertThat(window.summary().attempts()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(30));
        assertThat(window.summary()).isEqualTo(new Recent.Window(1, 1.0, 3L, 3L, 3L));
        clock.advance(Duration.ofMinutes(6));
        assertThat(window.summary().attempts()).isZero();
    }

    @Test
    void usesItsSlotsAgain() {
        for (int minute = 0; minute < 120; minute++) {
            window.add(true, 10);
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(window.summary().attempts()).isEqualTo(5);
    }

    @Test
    void countsWhatTookLongerThanItCanTell() {
        window.add(false, Integer.MAX_VALUE);
        assertThat(window.summary().attempts()).isEqualTo(1);
        assertThat(window.summary().p99()).isCloseTo(600_000L, PRECISION);
    }

    @Test
    void remembersNothingOfAFutureFromWhichTheClockWasSetBack() {
        window.add(true, 10);
        clock.advance(Duration.ofHours(-2));
        assertThat(window.summary().attempts()).isZero();
        window.add(true, 10);
        assertThat(window.summary().attempts()).isEqualTo(1);
    }

    @Test
    void takesNoMoreThan18Kilobytes() {
        IntCountsHistogram slot = AttemptWindow.histogram();
        slot.recordValue(1);
        slot.recordValue(600_000);
        assertThat((AttemptWindow.SLOTS + 1) * slot.getEstimatedFootprintInBytes())
                .isLessThan(18 * 1_024);
        assertThat(slot.isAutoResize()).isFalse();
    }
}
