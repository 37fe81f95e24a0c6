package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.attempted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import dev.carteiro.delivery.Desk.Enqueued;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Which lanes may have lost their head while something was written behind it. */
class DeskTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String LANE = "Ravenna/chat";

    private final TestDesk test = new TestDesk();
    private final Desk desk = test.desk;
    private final Settler settler = test.settler;
    private final LaneMender lanes = test.lanes;

    @BeforeEach
    void begin() {
        StepVerifier.create(desk.appending()).expectComplete().verify(PATIENCE);
    }

    private void written(boolean behindAWaiter) {
        desk.enqueued(new Enqueued("crm", LANE, false, behindAWaiter, Duration.ZERO, null));
        desk.appended();
    }

    private void settleTheHead() {
        settler.expect(attempted(0));
        assertThat(settler.ended(test.pipeline, Attempted.alone(attempted(0), OK), NOW))
                .isFalse();
        settler.hurry();
        StepVerifier.withVirtualTime(() -> settler.settle(512, new Unconcerned()), () -> test.time, Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(1))
                .verifyComplete();
    }

    @Test
    void trustsAHeadThatWaitsForItsClaim() {
        written(true);
        assertThat(lanes.take()).isEmpty();
    }

    @Test
    void suspectsALaneWhoseHeadIsBeingSettled() {
        written(false);
        assertThat(lanes.take()).containsExactly(new Lane("crm", LANE));
    }

    @Test
    void trustsAHeadThatIsStillToBeSettled() {
        settler.expect(attempted(0));
        written(false);
        assertThat(lanes.take()).isEmpty();
    }

    @Test
    void suspectsALaneWhoseHeadWasClaimedAndSettledDuringTheWriting() {
        settleTheHead();
        written(true);
        assertThat(lanes.take()).containsExactly(new Lane("crm", LANE));
    }

    @Test
    void trustsAHeadThatWaitsThoughTheOneBeforeItWasSettledEarlier() {
        desk.appended();
        settleTheHead();
        begin();
        written(true);
        assertThat(lanes.take()).isEmpty();
    }

    @Test
    void suspectsALaneWhoseHeadWasTakenOutByHand() {
        desk.mend("crm", LANE);
        assertThat(lanes.take()).as("looked at, but before the writing ended").hasSize(1);
        written(true);
        assertThat(lanes.take()).containsExactly(new Lane("crm", LANE));
    }

    @Test
    void knowsNothingOfWhatOtherReplicasSettle() {
        test.membership.of(2);
        written(true);
        assertThat(lanes.take()).containsExactly(new Lane("crm", LANE));
    }

    @Test
    void knowsNothingOfWhatAReplicaHasSettledThatIsGone() {
        test.membership.of(2);
        begin();
        test.membership.of(1);
        written(true);
        assertThat(lanes.take()).containsExactly(new Lane("crm", LANE));
    }

    @Test
    void suspectsEveryLaneWhereTooManyHeadsHaveLeft() {
        for (int i = 0; i <= 10_000; i++) {
            settler.leaving().add(new Lane("crm", "other " + i));
        }
        written(true);
        assertThat(lanes.take()).containsExactly(new Lane("crm", LANE));
    }

    private static final class Unconcerned implements Settler.Listener {

        @Override
        public void settled(Settlement settlement, Pipeline pipeline) {}

        @Override
        public void moved(Moved next) {}

        @Override
        public Chain unhurried(Collection<Lane> headless) {
            return Chain.NONE;
        }

        @Override
        public List<Lane> takeHeadless() {
            return List.of();
        }

        @Override
        public void stillHeadless(List<Lane> lanes) {}
    }
}
