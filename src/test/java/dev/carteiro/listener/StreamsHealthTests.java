package dev.carteiro.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributors.Entry;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.test.StepVerifier;

class StreamsHealthTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static StreamReport report(String source, StreamState state, @Nullable Instant lastEventAt) {
        return new StreamReport(
                source,
                state,
                NOW,
                lastEventAt,
                3,
                40,
                1,
                Duration.ofMillis(1_500),
                9_000,
                "evo:8080 does not take it");
    }

    @ParameterizedTest
    @CsvSource({"STANDBY, UP", "CONNECTING, UP", "CONNECTED, UP", "LOST, DEGRADED", "REFUSED, DEGRADED"})
    void isDegradedWhileItIsLostAndNeverDown(StreamState state, String status) {
        assertThat(StreamsHealth.health(report("evolution", state, NOW))
                        .getStatus()
                        .getCode())
                .isEqualTo(status);
    }

    @Test
    void tellsEverybodyNumbersAndWordsOfOurOwnOnly() {
        Health health = StreamsHealth.health(report("evolution", StreamState.REFUSED, NOW.minusSeconds(1)));
        assertThat(health.getDetails())
                .containsEntry("state", "refused")
                .containsEntry("since", "2026-01-02T03:04:05.000Z")
                .containsEntry("reconnects", 3L)
                .containsEntry("lagMs", 1_500L)
                .containsEntry("lastEventAt", "2026-01-02T03:04:04.000Z")
                .hasSize(5);
    }

    @Test
    void saysNothingOfAnEventWhereNoneHasCome() {
        assertThat(StreamsHealth.health(report("evolution", StreamState.CONNECTING, null))
                        .getDetails())
                .doesNotContainKey("lastEventAt");
    }

    @Test
    void hasAPartForEachStreamThatThereIsNow() {
        StreamsHealth health = new StreamsHealth(
                () -> List.of(report("one", StreamState.CONNECTED, NOW), report("other", StreamState.LOST, NOW)));
        assertThat(health.stream().map(Entry::name)).containsExactly("one", "other");
        assertThat(health.getContributor("third")).isNull();
        ReactiveHealthIndicator other =
                (ReactiveHealthIndicator) Objects.requireNonNull(health.getContributor("other"));
        StepVerifier.create(other.health(true))
                .assertNext(told -> assertThat(told.getDetails()).containsEntry("state", "lost"))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }
}
