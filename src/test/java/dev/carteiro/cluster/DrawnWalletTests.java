package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.cluster.Purse.Drawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class DrawnWalletTests {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ScriptedPurse purse = new ScriptedPurse();
    private final AtomicInteger told = new AtomicInteger();
    private final SharedPermits permits = new SharedPermits(purse, new TestMembership(2), time);
    private final Wallet wallet = permits.wallet("crm", 50, Duration.ofSeconds(1));

    @AfterEach
    void stop() {
        permits.stop();
        time.dispose();
    }

    /** Answers when it is told to. */
    private static final class ScriptedPurse implements Purse {

        private final List<Sinks.One<Drawn>> asked = new ArrayList<>();
        private final List<Integer> wanted = new ArrayList<>();
        private final AtomicInteger returned = new AtomicInteger();
        private boolean open = true;

        @Override
        public boolean open() {
            return open;
        }

        @Override
        public Mono<Drawn> draw(String name, Pace pace, int permits) {
            Sinks.One<Drawn> answer = Sinks.one();
            asked.add(answer);
            wanted.add(permits);
            return answer.asMono();
        }

        @Override
        public Mono<Void> giveBack(String name, Pace pace, int permits) {
            return Mono.fromRunnable(() -> returned.addAndGet(permits));
        }
    }

    private void answer(int permits, Duration pause) {
        purse.asked.getLast().tryEmitValue(new Drawn(permits, pause)).orThrow();
    }

    @Test
    void holdsNothingUntilSomethingIsWanted() {
        assertThat(wallet.available()).isZero();
        assertThat(wallet.take()).isFalse();
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(purse.asked).isEmpty();
    }

    @Test
    void drawsAFifthOfASecondsWorthAtATime() {
        wallet.want(told::incrementAndGet);
        wallet.want(told::incrementAndGet);
        assertThat(purse.wanted).containsExactly(10);
        assertThat(told).hasValue(0);
        answer(2, Duration.ZERO);
        assertThat(told).hasValue(1);
        assertThat(wallet.available()).isEqualTo(2);
        assertThat(wallet.take()).isTrue();
        assertThat(wallet.take()).isTrue();
        assertThat(wallet.take()).isFalse();
    }

    @Test
    void usesItsShareWhileThePurseIsSlow() {
        wallet.want(told::incrementAndGet);
        time.advanceTimeBy(Duration.ofMillis(401));
        answer(10, Duration.ZERO);
        assertThat(wallet.available()).as("it begins with nothing").isZero();
        time.advanceTimeBy(Duration.ofMillis(200));
        assertThat(wallet.available()).as("half of a fifth of a second's worth").isBetween(4, 5);
        wallet.want(told::incrementAndGet);
        assertThat(purse.asked).hasSize(1);

        time.advanceTimeBy(Duration.ofSeconds(6));
        wallet.want(told::incrementAndGet);
        assertThat(purse.asked).hasSize(2);
    }

    @Test
    void givesBackWhatWasNotUsed() {
        wallet.want(told::incrementAndGet);
        answer(10, Duration.ZERO);
        assertThat(wallet.take()).isTrue();
        time.advanceTimeBy(Duration.ofMillis(4_999));
        assertThat(purse.returned).hasValue(0);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(purse.returned).hasValue(9);
        assertThat(wallet.take()).isFalse();
        wallet.want(told::incrementAndGet);
        answer(5, Duration.ZERO);
        wallet.giveBack();
        assertThat(purse.returned).as("at once where nothing waits for them").hasValue(14);
        time.advanceTimeBy(Duration.ofSeconds(6));
        assertThat(purse.returned).hasValue(14);
    }

    @Test
    void comesAgainWhenThereMayBeSome() {
        wallet.want(told::incrementAndGet);
        answer(0, Duration.ofMillis(80));
        time.advanceTimeBy(Duration.ofMillis(79));
        assertThat(told).hasValue(0);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(told).hasValue(1);
        wallet.want(told::incrementAndGet);
        answer(0, Duration.ofHours(1));
        time.advanceTimeBy(Duration.ofMillis(500));
        assertThat(told).as("others may have given some back").hasValue(2);
    }

    @Test
    void usesItsShareWhileThePurseIsAway() {
        assertThat(wallet.available()).isZero();
        purse.open = false;
        assertThat(wallet.available()).as("it has had its permits").isZero();
        wallet.want(told::incrementAndGet);
        time.advanceTimeBy(Duration.ofMillis(200));
        assertThat(told).hasValue(1);
        assertThat(wallet.available()).as("25 a second, 5 saved up").isEqualTo(5);
        assertThat(purse.asked).isEmpty();
        purse.open = true;
        assertThat(wallet.take()).as("another purse, and no burst").isFalse();
    }

    @Test
    void asksAgainAfterAFailure() {
        wallet.want(told::incrementAndGet);
        purse.asked.getLast().tryEmitError(new IllegalStateException("away")).orThrow();
        time.advanceTimeBy(Duration.ofMillis(500));
        assertThat(told).hasValue(1);
        wallet.want(told::incrementAndGet);
        assertThat(purse.asked).hasSize(2);
    }
}
