package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowWindowTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @ParameterizedTest
    @CsvSource({
        "PT5M,    60,   2026-01-02T02:59:00Z, 6",
        "PT1H,    60,   2026-01-02T02:04:00Z, 61",
        "PT2H,    60,   2026-01-02T01:04:00Z, 121",
        "PT2H1S,  300,  2026-01-02T01:00:00Z, 25",
        "PT12H,   300,  2026-01-01T15:00:00Z, 145",
        "P2D,     1800, 2025-12-31T03:00:00Z, 97",
        "P2DT1S,  7200, 2025-12-31T02:00:00Z, 25",
        "P7D,     7200, 2025-12-26T02:00:00Z, 85"
    })
    void cutsTimeIntoWholeStepsOfWhichTheLastIsNotOver(Duration span, long step, Instant from, int length) {
        FlowWindow window = FlowWindow.of(NOW.minus(span), NOW);

        assertThat(window.step()).isEqualTo(Duration.ofSeconds(step));
        assertThat(window.from()).isEqualTo(from);
        assertThat(window.length()).isEqualTo(length);
        Instant last = from.plusSeconds(step * (length - 1));
        assertThat(NOW).isBetween(last, last.plusSeconds(step));
    }
}
