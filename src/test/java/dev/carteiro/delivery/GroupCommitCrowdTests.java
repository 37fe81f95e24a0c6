package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** How long a commit waits behind one of many for as many to come again. */
class GroupCommitCrowdTests {

    private final TestCommits commits = new TestCommits(2);
    private final List<List<String>> groups = commits.groups;
    private final VirtualTimeScheduler time = commits.time;

    /** Two items make a crowd, and one more comes: the wait for the rest takes so long. */
    private void assertWait(Duration expected, String item) {
        int before = groups.size();
        commits.submit(item);
        time.advanceTimeBy(expected.minusNanos(1_000));
        assertThat(groups).as("before " + expected).hasSize(before);
        time.advanceTimeBy(Duration.ofNanos(1_000));
        assertThat(groups).as("after " + expected).hasSize(before + 1);
    }

    /** The commit in flight ends, and the one after it, of two more, which are a crowd. */
    private void crowd(String one, String another) {
        commits.submit(one, another);
        commits.succeed(groups.size() - 1);
        commits.succeed(groups.size() - 1);
    }

    /** So many waits, one after the other, that time has ended. */
    private void inVain(int waits) {
        for (int i = 0; i < waits; i++) {
            crowd("m", "n");
            time.advanceTimeBy(Duration.ofMillis(5));
            commits.submit("o");
        }
    }

    @Test
    void waitsBehindACrowdUntilItHasComeAgain() {
        commits.submit("a", "b", "c");
        commits.succeed(0);
        commits.succeed(1);
        commits.submit("d");
        assertThat(groups).hasSize(2);
        commits.submit("e");
        assertThat(groups).last().isEqualTo(List.of("d", "e"));
    }

    @Test
    void waitsBehindACrowdForAMomentOnly() {
        commits.submit("a", "b", "c");
        commits.succeed(0);
        commits.succeed(1);
        commits.submit("d");
        time.advanceTimeBy(Duration.ofMillis(4));
        assertThat(groups).hasSize(2);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(groups).last().isEqualTo(List.of("d"));
        commits.succeed(2);
        commits.submit("e");
        assertThat(groups).last().isEqualTo(List.of("e"));
    }

    @Test
    void waitsLessWhereTheCrowdDoesNotComeAgainAndLongerWhereItDoes() {
        commits.submit("a");
        crowd("b", "c");
        assertWait(Duration.ofMillis(5), "d");
        crowd("e", "f");
        assertWait(Duration.ofNanos(3_750_000), "g");
        crowd("h", "i");
        commits.submit("j", "k");
        commits.succeed(groups.size() - 1);
        assertWait(Duration.ofMillis(5), "l");
        inVain(5);
        crowd("p", "q");
        assertWait(Duration.ofMillis(1), "r");
    }

    @Test
    void triesTheLongestWaitAgainNowAndThen() {
        commits.submit("a");
        inVain(63);
        crowd("e", "f");
        assertWait(Duration.ofMillis(1), "g");
        crowd("h", "i");
        assertWait(Duration.ofMillis(5), "j");
    }

    @Test
    void doesNotWaitBehindACrowdThatFailed() {
        commits.submit("a", "b", "c");
        commits.succeed(0);
        commits.fail(1);
        commits.submit("d");
        assertThat(groups).last().isEqualTo(List.of("d"));
    }
}
