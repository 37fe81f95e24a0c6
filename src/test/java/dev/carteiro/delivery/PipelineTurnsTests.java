package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.always;
import static dev.carteiro.delivery.TestDeliveries.attempted;
import static dev.carteiro.delivery.TestDeliveries.destination;
import static dev.carteiro.delivery.TestDeliveries.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.cluster.Permits;
import dev.carteiro.delivery.DeliveryQueue.Room;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** When a pipeline is worth a statement. */
class PipelineTurnsTests {

    private final int places = policy().concurrency();
    private final Pipeline pipeline = new Pipeline(
            destination(policy(), always(OK)),
            new Resilience(Permits.alone(VirtualTimeScheduler.create())),
            new TestClock(NOW));
    private final int slots = pipeline.room().slots();

    private void attempting(int deliveries) {
        pipeline.hold(new Room(deliveries, 0));
        for (int i = 0; i < deliveries; i++) {
            pipeline.add(attempted(0));
            assertThat(pipeline.next()).isNotNull();
        }
    }

    private void ended(int deliveries) {
        for (int i = 0; i < deliveries; i++) {
            attempting(1);
            pipeline.attempted(attempted(0));
        }
    }

    @Test
    void claimsTheLeastWhileAPlaceIsIdle() {
        attempting(places - 1);
        assertThat(pipeline.worthAClaim(new Room(1, 0))).isTrue();
    }

    @Test
    void claimsAQuarterOfTheSlotsWhileAllPlacesAreTaken() {
        attempting(places);
        int quarter = (slots + 3) / 4;
        assertThat(pipeline.worthAClaim(new Room(quarter - 1, 0))).isFalse();
        assertThat(pipeline.worthAClaim(new Room(quarter, 0))).isTrue();
    }

    @Test
    void writesDownWhatHoldsHalfOfTheSlots() {
        pipeline.asked();
        attempting(1);
        ended(slots / 2 - 1);
        assertThat(pipeline.holdsBack()).isFalse();
        ended(1);
        assertThat(pipeline.holdsBack()).isTrue();
        pipeline.settled(attempted(0));
        assertThat(pipeline.holdsBack()).isFalse();
    }

    @Test
    void doesNotTakeWhatIsBeingWrittenForWhatHasEnded() {
        pipeline.asked();
        pipeline.hold(new Room(slots - 1, 0));
        ended(1);
        assertThat(pipeline.holdsBack()).isFalse();
    }

    @Test
    void writesDownAQuarterWhereMoreWaits() {
        pipeline.asked();
        attempting(1);
        ended((slots + 3) / 4);
        assertThat(pipeline.holdsBack()).isFalse();
        pipeline.hint();
        assertThat(pipeline.holdsBack()).isTrue();
    }

    @Test
    void writesDownTheLeastWhereMoreWaitsAndNothingRuns() {
        pipeline.asked();
        ended(1);
        assertThat(pipeline.holdsBack()).isFalse();
        pipeline.hint();
        assertThat(pipeline.holdsBack()).isTrue();
    }
}
