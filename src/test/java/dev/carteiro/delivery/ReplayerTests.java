package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayerTests {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1, 1", "50, 1, 12", "1000, 1, 250", "999999999, 1, 500", "1000, 3600, 1", "6000, 60, 25"
    })
    void takesAQuarterOfASecondsWorthAtOnce(int permits, int seconds, int batch) {
        assertThat(Replayer.batch(new Policy.Rate(permits, Duration.ofSeconds(seconds))))
                .isEqualTo(batch);
    }
}
