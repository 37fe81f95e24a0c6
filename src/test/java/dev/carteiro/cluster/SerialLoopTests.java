package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class SerialLoopTests {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Sinks.Empty<Void>> turns = new ArrayList<>();
    private final SerialLoop loop = new SerialLoop(
            "test",
            () -> {
                Sinks.Empty<Void> turn = Sinks.empty();
                turns.add(turn);
                return turn.asMono();
            },
            time);

    @AfterEach
    void stop() {
        loop.stop();
        time.dispose();
    }

    private void end(int turn) {
        turns.get(turn).tryEmitEmpty().orThrow();
    }

    private void fail(int turn) {
        turns.get(turn).tryEmitError(new IllegalStateException("away")).orThrow();
    }

    @Test
    void takesATurnForASignal() {
        loop.start();
        loop.signal();
        end(0);
        loop.signal();
        end(1);
        assertThat(turns).hasSize(2);
    }

    @Test
    void takesOneMoreTurnForAllSignalsDuringOne() {
        loop.start();
        loop.signal();
        loop.signal();
        loop.signal();
        assertThat(turns).hasSize(1);
        end(0);
        assertThat(turns).hasSize(2);
        end(1);
        assertThat(turns).hasSize(2);
    }

    @Test
    void triesAFailedTurnAgainAfterPausesThatDouble() {
        loop.start();
        loop.signal();
        List<Integer> pauses = List.of(100, 200, 400, 800, 1_600, 2_000, 2_000);
        for (int turn = 0; turn < pauses.size(); turn++) {
            fail(turn);
            time.advanceTimeBy(Duration.ofMillis(pauses.get(turn) - 1));
            assertThat(turns).hasSize(turn + 1);
            time.advanceTimeBy(Duration.ofMillis(1));
            assertThat(turns).hasSize(turn + 2);
        }
        end(pauses.size());
        assertThat(turns).hasSize(pauses.size() + 1);
    }

    @Test
    void startsAgainWithAShortPauseOnceATurnWentWell() {
        loop.start();
        loop.signal();
        fail(0);
        time.advanceTimeBy(Duration.ofMillis(100));
        end(1);
        loop.signal();
        fail(2);
        time.advanceTimeBy(Duration.ofMillis(100));
        assertThat(turns).hasSize(4);
    }

    @Test
    void doesNothingBeforeItStartsAndAfterItStops() {
        loop.signal();
        assertThat(turns).isEmpty();
        loop.start();
        loop.stop();
        loop.signal();
        assertThat(turns).isEmpty();
    }
}
