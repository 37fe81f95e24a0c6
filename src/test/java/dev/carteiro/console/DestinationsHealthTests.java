package dev.carteiro.console;

import static dev.carteiro.console.TestReports.notConfigured;
import static dev.carteiro.console.TestReports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.BreakerState;
import dev.carteiro.delivery.DestinationReport.State;
import dev.carteiro.delivery.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;

class DestinationsHealthTests {

    @ParameterizedTest
    @CsvSource({
        "RUNNING, CLOSED, UP",
        "QUIET, CLOSED, UP",
        "OPEN, HALF_OPEN, DEGRADED",
        "OPEN, OPEN, DEGRADED",
        "PAUSED, CLOSED, DEGRADED",
        "DISABLED, CLOSED, DEGRADED"
    })
    void isDegradedWhileNothingGoesThereAndNeverDown(State state, BreakerState breaker, String status) {
        Health health = DestinationsHealth.health(report(state, breaker, Standing.USUAL));
        assertThat(health.getStatus().getCode()).isEqualTo(status);
    }

    @Test
    void tellsEverybodyNumbersAndWordsOfOurOwnOnly() {
        Standing disabled = new Standing(
                "https://elsewhere.example/?token=another-secret",
                true,
                "what they said",
                TestReports.NOW,
                TestReports.NOW,
                TestReports.NOW);
        Health health = DestinationsHealth.health(report(State.DISABLED, BreakerState.CLOSED, disabled));
        assertThat(health.getDetails())
                .containsEntry("state", "disabled")
                .containsEntry("backlog", 5L)
                .containsEntry("dead", 2L)
                .containsEntry("lastErrorStatus", "no answer")
                .containsOnlyKeys("state", "since", "backlog", "dead", "lastErrorAt", "lastErrorStatus");
        assertThat(health.toString()).doesNotContain("secret", "example", "what they said", "10.0.0.7");
    }

    @Test
    void saysNothingOfErrorsWhereThereWereNone() {
        assertThat(DestinationsHealth.health(notConfigured()).getDetails()).doesNotContainKey("lastErrorAt");
    }
}
