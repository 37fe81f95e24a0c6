package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.attempted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadyTests {

    private static Ready holding(int concurrency, int fresh, int again) {
        Ready ready = new Ready(concurrency);
        IntStream.range(0, again).forEach(number -> ready.add(attempted(1)));
        IntStream.range(0, fresh).forEach(number -> ready.add(attempted(0)));
        return ready;
    }

    private static List<Boolean> startAll(Ready ready) {
        List<Boolean> started = new ArrayList<>();
        for (Delivery next = ready.next(); next != null; next = ready.next()) {
            started.add(next.fresh());
        }
        return started;
    }

    @Test
    void startsNoMoreThanItsConcurrency() {
        Ready ready = holding(3, 5, 0);
        assertThat(startAll(ready)).hasSize(3);
        assertThat(ready.attempting()).isEqualTo(3);
        ready.attempted(attempted(0));
        assertThat(startAll(ready)).hasSize(1);
    }

    @Test
    void letsFirstAttemptsAndRepeatsTakeTurns() {
        assertThat(startAll(holding(8, 10, 10))).containsExactly(true, false, true, false, true, false, true, false);
    }

    @Test
    void keepsPlacesFreeOfRepeats() {
        Ready ready = holding(8, 0, 10);
        assertThat(startAll(ready)).hasSize(6);
        ready.add(attempted(0));
        ready.add(attempted(0));
        ready.add(attempted(0));
        assertThat(startAll(ready)).as("the two that are kept").containsExactly(true, true);
    }

    @Test
    void letsBothHaveTheOnlyPlace() {
        Ready ready = holding(1, 1, 1);
        Delivery first = Objects.requireNonNull(ready.next());
        assertThat(ready.next()).isNull();
        ready.attempted(first);
        Delivery second = Objects.requireNonNull(ready.next());
        assertThat(first.fresh()).isNotEqualTo(second.fresh());
    }

    @Test
    void leavesNothingLyingWhereThreadsMeet() throws InterruptedException {
        int rounds = 20_000;
        Ready ready = new Ready(1);
        AtomicInteger started = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int thread = 0; thread < 2; thread++) {
                threads.execute(() -> {
                    for (int round = 0; round < rounds; round++) {
                        ready.add(attempted(round % 2));
                        for (Delivery next = ready.next(); next != null; next = ready.next()) {
                            started.getAndIncrement();
                            ready.attempted(next);
                        }
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(started).hasValue(2 * rounds);
    }
}
