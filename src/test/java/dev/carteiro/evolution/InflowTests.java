package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InflowTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Inflow inflow = new Inflow(100);
    private final Inflow.Gate gate = inflow.gate();

    /** Begins to enter, and is there once it has to wait. */
    private static Thread waiting(Inflow.Gate gate, long bytes) {
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                gate.enter(bytes);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private static void assertEntered(Thread thread) throws InterruptedException {
        assertThat(thread.join(PATIENCE)).isTrue();
    }

    private long event(int... frames) throws InterruptedException {
        for (int bytes : frames) {
            gate.enter(bytes);
            gate.read(bytes);
        }
        return gate.claim();
    }

    @Test
    void countsAnEventUntilSomebodyHasDoneWithIt() throws InterruptedException {
        gate.enter(40);
        assertThat(inflow.inside()).isEqualTo(40);
        gate.read(40);
        assertThat(inflow.inside()).isEqualTo(40);
        assertThat(gate.claim()).isEqualTo(40);
        assertThat(inflow.inside()).isEqualTo(40);
        inflow.leave(40);
        assertThat(inflow.inside()).isZero();
        assertThat(inflow.most()).isEqualTo(40);
    }

    @Test
    void letsNoMoreInThanThereIsRoomFor() throws InterruptedException {
        long first = event(60);
        gate.enter(40);
        gate.read(40);
        long second = gate.claim();
        Thread third = waiting(gate, 1);
        inflow.leave(first);
        assertEntered(third);
        assertThat(inflow.inside()).isEqualTo(second + 1);
        assertThat(inflow.most()).isEqualTo(100);
    }

    @Test
    void makesAFrameWaitForFramesThatAreOnTheirWay() throws InterruptedException {
        gate.enter(60);
        Thread next = waiting(gate, 50);
        gate.read(60);
        assertEntered(next);
    }

    @Test
    void letsOneFrameInHoweverLargeItIs() throws InterruptedException {
        long large = event(5_000);
        Thread next = waiting(gate, 1);
        inflow.leave(large);
        assertEntered(next);
    }

    @Test
    void letsInAllFramesOfAnEventThatIsLargerThanTheBound() throws InterruptedException {
        assertThat(event(60, 60, 60, 60)).isEqualTo(240);
        Thread next = waiting(gate, 1);
        inflow.leave(240);
        assertEntered(next);
    }

    @Test
    void makesRoomForWhatWasNoEvent() throws InterruptedException {
        gate.enter(80);
        gate.read(80);
        gate.forget();
        assertThat(inflow.inside()).isZero();
        assertThat(event(10)).isEqualTo(10);
    }

    @Test
    void wakesWhoWaitsWhenItIsClosed() throws InterruptedException {
        long event = event(100);
        Thread next = waiting(gate, 50);
        gate.close();
        assertEntered(next);
        assertThat(inflow.inside()).isEqualTo(event);
    }

    @Test
    void keepsNothingOfAConnectionThatIsClosedButItsEvents() throws InterruptedException {
        long event = event(10);
        gate.enter(20);
        gate.read(20);
        gate.enter(30);
        gate.close();
        gate.read(30);
        gate.enter(5_000);
        gate.forget();
        assertThat(gate.claim()).isZero();
        assertThat(inflow.inside()).isEqualTo(event);
    }

    @Test
    void isSharedByTheConnectionsThatFollowOneAnother() throws InterruptedException {
        long event = event(100);
        gate.close();
        Inflow.Gate next = inflow.gate();
        Thread frame = waiting(next, 10);
        inflow.leave(event);
        assertEntered(frame);
    }

    @Test
    void isEmptyInTheEndWhateverHappened() throws InterruptedException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Inflow wide = new Inflow(Long.MAX_VALUE);
            List<Inflow.Gate> gates =
                    IntStream.range(0, 3).mapToObj(n -> wide.gate()).toList();
            List<Deque<Integer>> unread = gates.stream()
                    .<Deque<Integer>>map(one -> new ArrayDeque<>())
                    .toList();
            List<Long> events = new ArrayList<>();
            for (int step = 0; step < 300; step++) {
                int n = random.nextInt(gates.size());
                switch (random.nextInt(20)) {
                    case 0 -> gates.get(n).close();
                    case 1 -> gates.get(n).forget();
                    case 2, 3, 4, 5, 6 -> events.add(gates.get(n).claim());
                    case 7, 8, 9, 10, 11, 12 -> {
                        Integer frame = unread.get(n).poll();
                        if (frame != null) {
                            gates.get(n).read(frame);
                        }
                    }
                    default -> {
                        int frame = random.nextInt(1_000);
                        gates.get(n).enter(frame);
                        unread.get(n).add(frame);
                    }
                }
                assertThat(wide.inside()).isNotNegative().isLessThanOrEqualTo(wide.most());
            }
            gates.forEach(Inflow.Gate::close);
            assertThat(wide.inside())
                    .as("with seed %d", seed)
                    .isEqualTo(events.stream().mapToLong(Long::longValue).sum());
            events.forEach(wide::leave);
            assertThat(wide.inside()).as("with seed %d", seed).isZero();
        }
    }

    @Test
    void letsAHandshakeInThoughAllIsFullAndNoSmallEvents() throws InterruptedException {
        long limit = 1 << 20;
        Inflow large = new Inflow(limit);
        Inflow.Gate full = large.gate();
        Thread events = Thread.ofPlatform().daemon().start(() -> {
            try {
                do {
                    full.enter(250);
                    full.read(250);
                } while (full.claim() == 250);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        await().atMost(PATIENCE).until(() -> events.getState() == Thread.State.WAITING);
        assertThat(large.inside()).isBetween(limit - 250, limit);

        large.gate().enter(118);

        assertThat(large.inside()).isLessThanOrEqualTo(limit + 118);
        full.close();
        assertEntered(events);
    }
}
