package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DestinationStatusTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static DestinationStatus.State state(Standing standing, BreakerState breaker) {
        return new DestinationStatus("crm", "http://crm/", "http://crm/", standing, breaker, 0, 0).state(NOW);
    }

    @Test
    void namesTheReasonThatLastsLongest() {
        Standing paused = new Standing(null, true, null, null, NOW.plusSeconds(1), NOW);
        assertThat(state(paused.disable("status 410", NOW), BreakerState.OPEN))
                .isEqualTo(DestinationStatus.State.DISABLED);
        assertThat(state(paused, BreakerState.OPEN)).isEqualTo(DestinationStatus.State.PAUSED);
        assertThat(state(Standing.USUAL.quiet(NOW.plusSeconds(1)), BreakerState.OPEN))
                .isEqualTo(DestinationStatus.State.QUIET);
        assertThat(state(Standing.USUAL, BreakerState.OPEN)).isEqualTo(DestinationStatus.State.OPEN);
        assertThat(state(Standing.USUAL, BreakerState.HALF_OPEN)).isEqualTo(DestinationStatus.State.OPEN);
    }

    @Test
    void runsWhereNothingHoldsDeliveriesBack() {
        assertThat(state(Standing.USUAL, BreakerState.CLOSED)).isEqualTo(DestinationStatus.State.RUNNING);
        assertThat(state(Standing.USUAL.quiet(NOW), BreakerState.CLOSED)).isEqualTo(DestinationStatus.State.RUNNING);
    }
}
