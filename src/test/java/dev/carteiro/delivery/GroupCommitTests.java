package dev.carteiro.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What goes into a commit together, and what becomes of it. */
class GroupCommitTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestCommits commits = new TestCommits(100);
    private final List<List<String>> groups = commits.groups;
    private final List<String> ended = commits.ended;

    @CanIgnoreReturnValue
    private List<CompletableFuture<String>> submit(String... items) {
        return commits.submit(items);
    }

    private void succeed(int group) {
        commits.succeed(group);
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
        commits.fail(1);
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
        commits.fail(1);
        assertThat(ended).containsExactly("a", "b");
    }

    @Test
    void letsNothingOvertakeWhatFailedBeforeItInItsSequence() {
        List<CompletableFuture<String>> results = submit("in-1", "in-2", "alone", "in-3");
        commits.fail(0);
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
        GroupCommit<String, String> broken = commits.by(2, group -> {
            throw new IllegalStateException("thrown");
        });
        StepVerifier.create(broken.submit("a")).expectErrorMessage("thrown").verify(PATIENCE);
        StepVerifier.create(broken.submit("b")).expectErrorMessage("thrown").verify(PATIENCE);
    }
}
