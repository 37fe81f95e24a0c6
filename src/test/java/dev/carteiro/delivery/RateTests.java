package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTests {

    @ParameterizedTest
    @CsvSource({
        "50, PT1S, 50, PT1S",
        "5, PT1S, 5, PT1S",
        "100, PT1M, 1, PT0.6S",
        "3000, PT1M, 50, PT1S",
        "1000, PT1H, 1, PT3.6S",
        "1, PT1H, 1, PT1H",
        "7200, PT1H, 2, PT1S"
    })
    void isSpreadEvenly(int permits, Duration per, int step, Duration every) {
        assertThat(new Policy.Rate(permits, per).even()).isEqualTo(new Policy.Rate(step, every));
    }
}
