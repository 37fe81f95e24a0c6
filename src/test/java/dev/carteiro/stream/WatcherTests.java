package dev.carteiro.stream;

import static dev.carteiro.stream.TestFrames.frame;
import static dev.carteiro.stream.TestFrames.frames;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WatcherTests {

    private final Watching watching = new Watching(new Ring(200, 1 << 20));

    private static long[] upTo(long last) {
        return LongStream.rangeClosed(1, last).toArray();
    }

    @Test
    void givesNothingThatIsNotAskedFor() {
        watching.append(frames(1), 1);
        assertThat(watching.received()).isEmpty();
        watching.request(1);
        watching.append(frames(2), 2);
        assertThat(watching.batches()).containsExactly(List.of(1L));
        watching.request(1);
        watching.request(1);
        watching.append(frames(3), 3);
        watching.append(frames(4), 4);
        assertThat(watching.batches()).containsExactly(List.of(1L), List.of(2L), List.of(3L));
    }

    @Test
    void givesWhatThereIsInOneBatch() {
        watching.append(frames(1, 2, 3), 3);
        watching.request(1);
        assertThat(watching.batches()).containsExactly(List.of(1L, 2L, 3L));
    }

    @Test
    void givesAtMostSixtyFourFramesAtATime() {
        watching.append(frames(upTo(130)), 130);
        watching.request(3);
        assertThat(watching.batches()).extracting(List::size).containsExactly(64, 64, 2);
        assertThat(watching.positions())
                .isEqualTo(LongStream.rangeClosed(1, 130).boxed().toList());
    }

    @Test
    void givesAtMostSixtyFourKibAtATimeOrOneFrame() {
        int half = 32 << 10;
        watching.append(List.of(frame(1, half), frame(2, half), frame(3, 400), frame(4, 100_000), frame(5)), 5);
        watching.request(Long.MAX_VALUE);
        assertThat(watching.batches()).containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L), List.of(5L));
    }

    @Test
    void givesOnlyWhatIsWantedAndAboveWhereItBegins() {
        Watching siena = watching.another(Watching.wish("Siena"), 3);
        siena.request(Long.MAX_VALUE);
        watching.append(List.of(frame(2, "Siena"), frame(3, "Siena"), frame(4, "Siena"), frame(5, "Ravenna")), 5);
        siena.wake();
        watching.append(List.of(frame(6, "Ravenna")), 6);
        watching.append(List.of(frame(7, "Siena")), 7);
        siena.wake();
        assertThat(siena.batches()).containsExactly(List.of(4L), List.of(7L));
    }

    @Test
    void doesNotUseUpWhatIsAskedForOnWhatIsNotWanted() {
        Watching siena = watching.another(Watching.wish("Siena"), 0);
        siena.request(1);
        watching.append(frames(upTo(150)), 150);
        siena.wake();
        watching.append(List.of(frame(151, "Siena")), 151);
        siena.wake();
        assertThat(siena.batches()).containsExactly(List.of(151L));
    }

    @Test
    void letsGoWhoeverIsSlowerThanTheRing() {
        Watching slow = new Watching(new Ring(3, 1 << 20));
        slow.append(frames(1, 2, 3), 3);
        assertThat(slow.isOver()).isFalse();
        slow.append(frames(4), 4);
        assertThat(slow.failure()).isInstanceOf(LaggedException.class);
        assertThat(slow.received()).isEmpty();
        assertThat(slow.isGone()).isTrue();
    }

    @Test
    void letsGoWhoeverComesBackTooLate() {
        Watching slow = new Watching(new Ring(3, 1 << 20));
        slow.request(1);
        slow.append(frames(1), 1);
        slow.appendSilently(frames(2, 3, 4, 5), 5);
        slow.request(1);
        assertThat(slow.failure()).isInstanceOf(LaggedException.class);
        assertThat(slow.positions()).containsExactly(1L);
    }

    @Test
    void isGoneOnceItIsCancelled() {
        watching.request(Long.MAX_VALUE);
        watching.append(frames(1), 1);
        watching.cancel();
        assertThat(watching.isGone()).isTrue();
        watching.append(frames(2), 2);
        watching.dismiss(Words.expired());
        watching.after(Duration.ofDays(1));
        assertThat(watching.positions()).containsExactly(1L);
        assertThat(watching.isOver()).isFalse();
    }

    @Test
    void saysItsLastWordAndEnds() {
        watching.request(1);
        Signal word = Words.expired();
        watching.dismiss(word);
        assertThat(watching.received()).containsExactly(word);
        assertThat(watching.isComplete()).isTrue();
        assertThat(watching.isGone()).isTrue();
    }

    @Test
    void doesNotWaitForWhoeverTakesNothing() {
        watching.append(frames(1), 1);
        watching.dismiss(Words.expired());
        assertThat(watching.failure()).isInstanceOf(LaggedException.class);
        assertThat(watching.received()).isEmpty();
        assertThat(watching.isGone()).isTrue();
    }

    @Test
    void saysItsLastWordEvenToWhoeverHasFallenBehind() {
        Watching slow = new Watching(new Ring(1, 1 << 20));
        slow.request(1);
        slow.appendSilently(frames(1, 2), 2);
        slow.dismiss(Words.expired());
        assertThat(slow.received()).hasSize(1);
        assertThat(slow.isComplete()).isTrue();
    }

    @Test
    void endsWhenItsTimeIsOver() {
        Watching limited = watching.another(Watching.wish(Watching.START.plusSeconds(60)), 0);
        limited.request(Long.MAX_VALUE);
        limited.after(Duration.ofMillis(59_999));
        assertThat(limited.isOver()).isFalse();
        limited.after(Duration.ofSeconds(60));
        assertThat(limited.received().getLast())
                .isInstanceOfSatisfying(
                        Signal.Word.class, word -> assertThat(word.name()).isEqualTo("expired"));
        assertThat(limited.isComplete()).isTrue();
    }

    /** One that is given events while it is told that it is over: what it is told comes after them. */
    @Test
    void tellsOneThingAtATime() {
        watching.whileGiven(watcher -> watcher.dismiss(Words.expired()));
        watching.request(1);
        watching.append(frames(1), 1);
        assertThat(watching.overlaps()).isZero();
        assertThat(watching.positions()).containsExactly(1L);
        assertThat(watching.failure()).isInstanceOf(LaggedException.class);
        assertThat(watching.isGone()).isTrue();
    }

    @Test
    void takesAnotherRequestWhileItGives() {
        watching.whileGiven(watcher -> watcher.request(1));
        watching.request(1);
        watching.append(frames(upTo(150)), 150);
        assertThat(watching.overlaps()).isZero();
        assertThat(watching.batches()).extracting(List::size).containsExactly(64, 64, 22);
    }

    @Test
    void lastsForEverWithoutAnEnd() {
        watching.request(Long.MAX_VALUE);
        watching.at(Instant.MAX.minusSeconds(1));
        assertThat(watching.isOver()).isFalse();
    }
}
