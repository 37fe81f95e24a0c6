package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class OffersTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestCarrier carrier = new TestCarrier();
    private final List<String> heard = new ArrayList<>();
    private final TestMembership membership = new TestMembership(2);
    private final Offers offers = new Offers(carrier, membership, time);

    @BeforeEach
    void start() {
        carrier.heardBy(2);
        offers.listen(heard::add);
        offers.start();
    }

    @AfterEach
    void stop() {
        offers.stop();
        time.dispose();
    }

    @Test
    void tellsOfADestinationAtOnceAndThenOnceIn50Milliseconds() {
        for (int reason = 0; reason < 10; reason++) {
            offers.offer("crm");
        }
        assertThat(carrier.told()).containsExactly("queue crm");
        offers.offer("agents");
        time.advanceTimeBy(Duration.ofMillis(49));
        assertThat(carrier.told()).hasSize(1);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(carrier.told()).hasSize(3).containsOnlyOnce("queue agents");
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(carrier.told()).hasSize(3);
    }

    @Test
    void tellsNobodyWhereNobodyWouldHear() {
        carrier.heardBy(0);
        offers.offer("crm");
        carrier.heardBy(1);
        membership.of(1);
        offers.offer("crm");
        assertThat(carrier.told()).isEmpty();
    }

    @Test
    void hasALastWordWithoutWaiting() {
        offers.offer("crm");
        StepVerifier.create(offers.offerNow(List.of("crm", "agents")))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(carrier.told()).containsExactly("queue crm", "queue crm", "queue agents");
    }

    @Test
    void hearsAFloodOfWordsAsOne() {
        for (int word = 0; word < 100; word++) {
            carrier.say("queue", "crm");
        }
        assertThat(heard).containsExactly("crm");
        time.advanceTimeBy(Duration.ofMillis(50));
        assertThat(heard).containsExactly("crm", "crm");
    }

    @Test
    void keepsNoMoreThanAThousandNamesOfAStranger() {
        for (int name = 0; name < 5_000; name++) {
            carrier.say("queue", "stranger-" + name);
        }
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(heard).hasSize(1_001);
    }
}
