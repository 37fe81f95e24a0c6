package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a sender is kept waiting for the commit. */
class FrontDoorTests {

    private static final Duration CHATWOOT_GIVES_UP = Duration.ofSeconds(5);
    private static final Duration EVOLUTION_GIVES_UP = Duration.ofSeconds(30);

    @Test
    void answersBeforeChatwootGivesUp() {
        assertThat(FrontDoor.patience(0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(FrontDoor.patience(1 << 20)).isLessThan(CHATWOOT_GIVES_UP);
    }

    @Test
    void waitsLongerForMediaButNotForAsLongAsEvolutionDoes() {
        assertThat(FrontDoor.patience(64 << 20)).isBetween(Duration.ofSeconds(15), EVOLUTION_GIVES_UP.minusSeconds(5));
    }
}
