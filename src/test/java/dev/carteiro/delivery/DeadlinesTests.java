package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class DeadlinesTests {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Deadlines deadlines = new Deadlines(Duration.ofSeconds(5), time);
    private final List<String> late = new ArrayList<>();

    @CanIgnoreReturnValue
    private Deadlines.Deadline begin(String name) {
        Deadlines.Deadline[] begun = new Deadlines.Deadline[1];
        begun[0] = deadlines.of(() -> {
            if (begun[0].end()) {
                late.add(name);
            }
        });
        begun[0].begin();
        return begun[0];
    }

    private void advance(Duration by) {
        time.advanceTimeBy(by);
    }

    @Test
    void endsEachWhenItsTimeIsOver() {
        begin("first");
        advance(Duration.ofSeconds(2));
        begin("second");
        advance(Duration.ofMillis(2_999));
        assertThat(late).isEmpty();
        advance(Duration.ofMillis(1));
        assertThat(late).containsExactly("first");
        advance(Duration.ofMillis(1_999));
        assertThat(late).containsExactly("first");
        advance(Duration.ofMillis(1));
        assertThat(late).containsExactly("first", "second");
    }

    @Test
    void leavesAloneWhatEndedInTime() {
        Deadlines.Deadline first = begin("first");
        begin("second");
        assertThat(first.end()).isTrue();
        advance(Duration.ofSeconds(6));
        assertThat(late).containsExactly("second");
    }

    @Test
    void remembersFewOfThoseThatEndedBehindOneThatHangs() {
        begin("hangs");
        for (int i = 0; i < 10 * Deadlines.MOST_ENDED; i++) {
            assertThat(begin("quick").end()).isTrue();
        }
        assertThat(deadlines.remembered()).isLessThanOrEqualTo(Deadlines.MOST_ENDED);
        advance(Duration.ofSeconds(5));
        assertThat(late).containsExactly("hangs");
        assertThat(deadlines.remembered()).isZero();
    }

    @Test
    void endsNothingTwice() {
        Deadlines.Deadline first = begin("first");
        assertThat(first.end()).isTrue();
        assertThat(first.end()).isFalse();
        Deadlines.Deadline second = begin("second");
        advance(Duration.ofSeconds(5));
        assertThat(second.end()).isFalse();
    }

    @Test
    void hasOneTimerForAllOfThemAndNoneWhereThereIsNothing() {
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(begin("attempt " + attempt).end()).isTrue();
            advance(Duration.ofMillis(10));
        }
        advance(Duration.ofSeconds(5));
        assertThat(time.getScheduledTaskCount()).as("so far").isEqualTo(1);
        begin("afterwards");
        advance(Duration.ofSeconds(5));
        assertThat(time.getScheduledTaskCount()).as("so far").isEqualTo(2);
        assertThat(late).containsExactly("afterwards");
    }

    @Test
    void goesOnWhereOneFails() throws InterruptedException {
        Deadlines soon = new Deadlines(Duration.ofMillis(10), Schedulers.parallel());
        CountDownLatch told = new CountDownLatch(2);
        for (int one = 0; one < 2; one++) {
            Deadlines.Deadline[] failing = new Deadlines.Deadline[1];
            failing[0] = soon.of(() -> {
                assertThat(failing[0].end()).isTrue();
                told.countDown();
                throw new IllegalStateException("a fault in who is told");
            });
            failing[0].begin();
        }
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
