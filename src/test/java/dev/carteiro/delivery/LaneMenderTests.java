package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.DeliveryQueue.Chain;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.delivery.DeliveryQueue.Moved;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class LaneMenderTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<List<String>> promoted = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final LaneMender mender = new LaneMender(queue(), time, asked::incrementAndGet);

    private DeliveryQueue queue() {
        return (DeliveryQueue) Proxy.newProxyInstance(
                DeliveryQueue.class.getClassLoader(),
                new Class<?>[] {DeliveryQueue.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("promote");
                    promoted.add(((Collection<?>) arguments[0])
                            .stream().map(lane -> ((Lane) lane).lane()).sorted().toList());
                    return Flux.just(new Moved("crm", null));
                });
    }

    private void mend(String... destinations) {
        StepVerifier.create(mender.mend(heads -> Chain.NONE).map(Moved::destination))
                .expectNext(destinations)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void mendsAtOnceAndThenTogether() {
        time.advanceTimeBy(Duration.ofSeconds(1));
        mender.suspect("crm", "first");
        assertThat(asked).hasValue(1);
        assertThat(mender.isDue()).isTrue();
        mend("crm");

        mender.suspect("crm", "second");
        assertThat(mender.isDue()).isFalse();
        mend();
        mender.suspect("crm", "third");
        mend();
        assertThat(promoted).containsExactly(List.of("first"));

        assertThat(asked).hasValue(1);
        time.advanceTimeBy(Duration.ofMillis(50));
        assertThat(asked).hasValue(2);
        assertThat(mender.isDue()).isTrue();
        mend("crm");
        assertThat(promoted).containsExactly(List.of("first"), List.of("second", "third"));
    }

    @Test
    void leavesASettlingTimeToTakeThemAlong() {
        time.advanceTimeBy(Duration.ofSeconds(1));
        mender.suspectForSettling("crm", "first");
        mender.suspectForSettling("crm", "second");
        assertThat(asked).hasValue(0);
        assertThat(mender.isDue()).isFalse();
        List<Lane> taken = mender.take();
        assertThat(taken).extracting(Lane::lane).containsExactlyInAnyOrder("first", "second");

        mender.putBack(
                taken.stream().filter(lane -> lane.lane().equals("first")).toList());
        time.advanceTimeBy(Duration.ofMillis(50));
        assertThat(asked).as("none came, or it failed").hasValue(1);
        mend("crm");
        assertThat(promoted).containsExactly(List.of("first"));
    }
}
