package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.DestinationReport.State;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpellsTests {

    private final Spells spells = new Spells();

    @Test
    void beginAnewWithEachChangeOfState() {
        assertThat(spells.since("crm", State.RUNNING, Tally.NOTHING, NOW)).isEqualTo(NOW);
        assertThat(spells.since("crm", State.RUNNING, Tally.NOTHING, NOW.plusSeconds(5)))
                .isEqualTo(NOW);
        assertThat(spells.since("crm", State.OPEN, Tally.NOTHING, NOW.plusSeconds(10)))
                .isEqualTo(NOW.plusSeconds(10));
        assertThat(spells.since("crm", State.RUNNING, Tally.NOTHING, NOW.plusSeconds(20)))
                .isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void endWithTheDestination() {
        spells.retain(Set.of("crm"));
        assertThat(spells.since("crm", State.RUNNING, Tally.NOTHING, NOW)).isEqualTo(NOW);
        spells.retain(Set.of());
        assertThat(spells.since("crm", State.RUNNING, Tally.NOTHING, NOW.plusSeconds(5)))
                .isEqualTo(NOW.plusSeconds(5));
    }
}
