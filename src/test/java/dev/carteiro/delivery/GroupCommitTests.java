package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class GroupCommitTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<List<String>> groups = new ArrayList<>();
    private final List<Sinks.Empty<Void>> commits = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Sequence sequence = new Sequence();
    private final GroupCommit.Items<String> items =
            new GroupCommit.Items<>(String::length, ended::add, item -> item.startsWith("in") ? sequence : null);
    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private GroupCommit<String, String> commit = behind(100);

    private GroupCommit<String, String> behind(int crowd) {
        return new GroupCommit<>(
                new GroupCommit.Limits(5, 100, 3, 50),
                new GroupCommit.Crowd(crowd, Duration.ofMillis(1), Duration.ofMillis(5), time),
                items,
                group -> {
                    groups.add(group);
                    Sinks.Empty<Void> sink = Sinks.empty();
                    commits.add(sink);
                    return sink.asMono()
                            .thenReturn(group.stream().map(item -> item + "!").toList());
                });
    }

    /** Hands items in at once; their results are there for who asks later. */
    @CanIgnoreReturnValue
    private List<CompletableFuture<String>> submit(String... items) {
        return Stream.of(items).map(item -> commit.submit(item).toFuture()).toList();
    }

    private void succeed(int group) {
        commits.get(group).tryEmitEmpty().orThrow();
    }

    private static void assertResult(CompletableFuture<String> result, String expected) {
        assertThat(result).succeedsWithin(PATIENCE).isEqualTo(expected);
    }

    private static void assertFailure(CompletableFuture<String> result, Class<? extends Exception> type, String text) {
        assertThat(result)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(type)
                .withMessage(text);
    }

    @Test
    void commitsAtOnceWhenNothingIsInFlight() {
        CompletableFuture<String> result = submit("a").getFirst();
        assertThat(groups).containsExactly(List.of("a"));
        succeed(0);
        assertResult(result, "a!");
    }

    @Test
    void makesOneGroupOfWhatArrivesDuringACommit() {
        CompletableFuture<String> first = submit("a").getFirst();
        CompletableFuture<String> second = submit("b").getFirst();
        CompletableFuture<String> third = submit("c").getFirst();
        assertThat(groups).hasSize(1);
        succeed(0);
        assertThat(groups).containsExactly(List.of("a"), List.of("b", "c"));
        succeed(1);
        assertResult(first, "a!");
        assertResult(second, "b!");
        assertResult(third, "c!");
    }

    @Test
    void waitsBehindACrowdUntilItHasComeAgain() {
        commit = behind(2);
        submit("a", "b", "c");
        succeed(0);
        succeed(1);
        submit("d");
        assertThat(groups).hasSize(2);
        submit("e");
        assertThat(groups).last().isEqualTo(List.of("d", "e"));
    }

    @Test
    void waitsBehindACrowdForAMomentOnly() {
        commit = behind(2);
        submit("a", "b", "c");
        succeed(0);
        succeed(1);
        submit("d");
        time.advanceTimeBy(Duration.ofMillis(4));
        assertThat(groups).hasSize(2);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(groups).last().isEqualTo(List.of("d"));
        succeed(2);
        submit("e");
        assertThat(groups).last().isEqualTo(List.of("e"));
    }

    /** Two items make a crowd, and one more comes: the wait for the rest takes so long. */
    private void assertWait(Duration expected, String item) {
        int before = groups.size();
        submit(item);
        time.advanceTimeBy(expected.minusNanos(1_000));
        assertThat(groups).as("before " + expected).hasSize(before);
        time.advanceTimeBy(Duration.ofNanos(1_000));
        assertThat(groups).as("after " + expected).hasSize(before + 1);
    }

    /** The commit in flight ends, and the one after it, of two more, which are a crowd. */
    private void crowd(String one, String another) {
        submit(one, another);
        succeed(groups.size() - 1);
        succeed(groups.size() - 1);
    }

    @Test
    void waitsLessWhereTheCrowdDoesNotComeAgainAndLongerWhereItDoes() {
        commit = behind(2);
        submit("a");
        crowd("b", "c");
        assertWait(Duration.ofMillis(5), "d");
        crowd("e", "f");
        assertWait(Duration.ofNanos(3_750_000), "g");
        crowd("h", "i");
        submit("j", "k");
        succeed(groups.size() - 1);
        assertWait(Duration.ofMillis(5), "l");
        for (int i = 0; i < 5; i++) {
            crowd("m", "n");
            time.advanceTimeBy(Duration.ofMillis(5));
            submit("o");
        }
        crowd("p", "q");
        assertWait(Duration.ofMillis(1), "r");
    }

    @Test
    void triesTheLongestWaitAgainNowAndThen() {
        commit = behind(2);
        submit("a");
        for (int i = 0; i < 63; i++) {
            crowd("b", "c");
            time.advanceTimeBy(Duration.ofMillis(5));
            submit("d");
        }
        crowd("e", "f");
        assertWait(Duration.ofMillis(1), "g");
        crowd("h", "i");
        assertWait(Duration.ofMillis(5), "j");
    }

    @Test
    void doesNotWaitBehindACrowdThatFailed() {
        commit = behind(2);
        submit("a", "b", "c");
        succeed(0);
        commits.get(1).tryEmitError(new IllegalStateException("away")).orThrow();
        submit("d");
        assertThat(groups).last().isEqualTo(List.of("d"));
    }

    @Test
    void putsNoMoreIntoAGroupThanItMayHold() {
        submit("a", "b", "c", "d", "e");
        succeed(0);
        assertThat(groups).last().isEqualTo(List.of("b", "c", "d"));
        succeed(1);
        assertThat(groups).last().isEqualTo(List.of("e"));
    }

    @Test
    void putsNoMoreBytesIntoAGroupThanItMayHold() {
        submit("a", "b".repeat(30), "c".repeat(30));
        succeed(0);
        assertThat(groups).last().isEqualTo(List.of("b".repeat(30)));
    }

    @Test
    void refusesAtOnceWhatIsBeyondTheLimits() {
        submit("a", "b", "c", "d", "e");
        assertFailure(
                submit("f").getFirst(), SaturatedException.class, "too much waits to be written: 5 requests, 5 bytes");
        succeed(0);
        assertThat(groups).hasSize(2);
        CompletableFuture<String> later = submit("g").getFirst();
        succeed(1);
        succeed(2);
        assertResult(later, "g!");
    }

    @Test
    void refusesAtOnceWhatIsBeyondTheBytes() {
        CompletableFuture<String> waiting = submit("a".repeat(60)).getFirst();
        assertFailure(
                submit("b".repeat(60)).getFirst(),
                SaturatedException.class,
                "too much waits to be written: 1 requests, 60 bytes");
        succeed(0);
        assertResult(waiting, "a".repeat(60) + "!");
    }

    @Test
    void letsOneLargeItemInWhenNothingWaits() {
        CompletableFuture<String> large = submit("a".repeat(1_000)).getFirst();
        succeed(0);
        assertResult(large, "a".repeat(1_000) + "!");
        assertThat(groups).hasSize(1);
    }

    @Test
    void failsEveryItemOfAGroupThatFailsAndGoesOn() {
        CompletableFuture<String> first = submit("a").getFirst();
        CompletableFuture<String> second = submit("b").getFirst();
        CompletableFuture<String> third = submit("c").getFirst();
        succeed(0);
        commits.get(1).tryEmitError(new IllegalStateException("away")).orThrow();
        assertResult(first, "a!");
        assertFailure(second, IllegalStateException.class, "away");
        assertFailure(third, IllegalStateException.class, "away");
        CompletableFuture<String> after = submit("d").getFirst();
        succeed(2);
        assertResult(after, "d!");
    }

    @Test
    void letsGoOfEachItemWhenItsCommitHasEndedWellOrNot() {
        submit("a", "b");
        assertThat(ended).isEmpty();
        succeed(0);
        assertThat(ended).containsExactly("a");
        commits.get(1).tryEmitError(new IllegalStateException("away")).orThrow();
        assertThat(ended).containsExactly("a", "b");
    }

    @Test
    void letsNothingOvertakeWhatFailedBeforeItInItsSequence() {
        List<CompletableFuture<String>> results = submit("in-1", "in-2", "alone", "in-3");
        commits.getFirst().tryEmitError(new IllegalStateException("away")).orThrow();
        assertFailure(results.get(0), IllegalStateException.class, "away");
        assertFailure(results.get(1), BrokenSequenceException.class, "something before it could not be appended");
        assertFailure(results.get(3), BrokenSequenceException.class, "something before it could not be appended");
        succeed(1);
        assertResult(results.get(2), "alone!");
        assertThat(groups).containsExactly(List.of("in-1"), List.of("alone"));
        assertThat(ended).containsExactlyInAnyOrder("in-1", "in-2", "in-3", "alone");
    }

    @Test
    void survivesACommitThatThrows() {
        GroupCommit<String, String> broken = new GroupCommit<>(
                new GroupCommit.Limits(5, 100, 3, 50),
                new GroupCommit.Crowd(2, Duration.ofMillis(1), Duration.ofMillis(5), time),
                items,
                group -> {
                    throw new IllegalStateException("thrown");
                });
        StepVerifier.create(broken.submit("a")).expectErrorMessage("thrown").verify(PATIENCE);
        StepVerifier.create(broken.submit("b")).expectErrorMessage("thrown").verify(PATIENCE);
    }
}
