package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.SmartLifecycle;

@ExtendWith(SharedRouter.Provider.class)
class LifecycleIntegrationTests {

    private final SharedRouter router;

    LifecycleIntegrationTests(SharedRouter router) {
        this.router = router;
    }

    /**
     * A part that was made with another one that starts later makes that one start early, and as it stops, counts as that
     * one's end: then nobody waits for what is still under way.
     */
    @Test
    void nothingNeedsWhatStartsLater() {
        Map<String, SmartLifecycle> parts = router.named(SmartLifecycle.class);
        assertThat(parts).containsKeys("dispatcher", "overrides", "replica", "intake");
        parts.forEach((name, part) -> router.needs(name, SmartLifecycle.class)
                .forEach((needed, other) -> assertThat(other.getPhase())
                        .as(name + " is made with " + needed)
                        .isLessThanOrEqualTo(part.getPhase())));
    }
}
