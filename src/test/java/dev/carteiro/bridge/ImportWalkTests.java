package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Archive.Span;
import dev.carteiro.bridge.FakeChatwoot.Attempt;
import dev.carteiro.bridge.ImportWalk.Ending;
import dev.carteiro.delivery.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

@Timeout(120)
class ImportWalkTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Outcome LATER = new Outcome.Deferred("not now", null, null);
    private static final Outcome NEVER = new Outcome.Refused("not ever", null);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final FakeArchive archive = new FakeArchive();
    private final FakeChatwoot chatwoot = new FakeChatwoot(time);
    private final FakeJournal journal = new FakeJournal();

    private Ending walk(long from, long until, Tally tally) {
        ImportWalk walk = new ImportWalk(archive, chatwoot, journal, new Waits(journal, time), new Pace(time));
        AtomicReference<Ending> ending = new AtomicReference<>();
        StepVerifier.create(walk.from(from, until, tally))
                .then(() -> time.advanceTimeBy(Duration.ofDays(1)))
                .consumeNextWith(ending::set)
                .expectComplete()
                .verify(PATIENCE);
        return ending.get();
    }

    private Ending walk(long from, long until) {
        return walk(from, until, Tally.NONE);
    }

    /** So many messages of so many chats, one every so many seconds. */
    private void add(int count, int chats, long every) {
        for (int i = 0; i < count; i++) {
            archive.add("m" + i, "c" + i % chats, i * every);
        }
    }

    @Test
    void takesTheOldestFirst() {
        archive.add("c", "chat", 5_000);
        archive.add("a", "chat", 10);
        archive.add("b", "chat", 4_000);

        assertThat(walk(0, 7_200)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).containsExactly("a", "b", "c");
        assertThat(journal.tally()).isEqualTo(new Tally(3, 0, 0));
    }

    @Test
    void walksInWindowsOfAnHour() {
        archive.add("b", "chat", 9_000);
        archive.add("a", "chat", 3_599);

        assertThat(walk(0, 9_000)).isEqualTo(new Ending.Done(null));
        assertThat(archive.asked()).containsExactly(new Span(0, 3_600), new Span(3_600, 7_200), new Span(7_200, 9_000));
        assertThat(journal.cursors()).containsExactly(3_600L, 7_200L, 9_000L);
        assertThat(chatwoot.written())
                .as("what is of the end's second comes later")
                .containsExactly("a");
    }

    @Test
    void dividesAWindowThatHoldsTooMuch() {
        add(5_000, 7, 1);

        assertThat(walk(0, 7_200)).isEqualTo(new Ending.Done(null));
        assertThat(archive.asked())
                .startsWith(new Span(0, 3_600), new Span(0, 1_800), new Span(1_800, 5_400), new Span(1_800, 3_600));
        assertThat(chatwoot.written()).hasSize(5_000);
        assertThat(journal.cursors()).isSorted().last().isEqualTo(7_200L);
    }

    @Test
    void takesAsMuchOfASecondAsItCanHold() {
        IntStream.range(0, 2_300).forEach(i -> archive.add("m" + i, "chat" + i % 50, 77));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).hasSize(Gathering.MOST);
    }

    @Test
    void readsAllPagesOfAWindowInWhateverOrderASecondIs() {
        archive.shuffles();
        IntStream.range(0, 450).forEach(i -> archive.add("m" + i, "chat", i / 90));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).hasSize(450);
    }

    @Test
    void keepsTheServersOrderWithinASecond() {
        IntStream.range(0, 250).forEach(i -> archive.add("m" + i, "chat", 5));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).isEqualTo(archive.ids());
    }

    @Test
    void goesOnFromWhereItWas() {
        add(10, 1, 1_000);

        assertThat(walk(4_000, 10_000, new Tally(4, 1, 1))).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).containsExactly("m4", "m5", "m6", "m7", "m8", "m9");
        assertThat(journal.tally()).isEqualTo(new Tally(10, 1, 1));
    }

    @Test
    void losesNothingWhereverItIsStopped() {
        Random random = new Random(7);
        for (int i = 0; i < 900; i++) {
            archive.add("m" + i, "c" + random.nextInt(6), random.nextInt(300) * 40L);
        }
        long cursor = 0;
        Tally tally = Tally.NONE;
        Ending ending = new Ending.Stopped();
        for (int round = 0; round < 50 && ending instanceof Ending.Stopped; round++) {
            int before = journal.cursors().size();
            journal.endsAfter(1 + random.nextInt(3));
            ending = walk(cursor, 12_000, tally);
            if (journal.cursors().size() > before) {
                cursor = journal.cursors().getLast();
                tally = journal.tally();
            }
        }

        assertThat(ending).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).hasSize(900);
        assertThat(journal.cursors()).isSorted();
        assertThat(tally.posted() + tally.known()).isEqualTo(900);
    }

    @Test
    void leavesNothingBehindAPlaceThatItHasNoted() {
        IntStream.range(0, 90).forEach(i -> archive.add("early" + i, "chat", 1));
        IntStream.range(0, 30).forEach(i -> archive.add("middle" + i, "chat", 2));
        IntStream.range(0, 130).forEach(i -> archive.add("late" + i, "chat", 3));
        journal.endsAfter(1);

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Stopped());
        assertThat(journal.cursors()).as("a second is not divided").containsExactly(2L);
        assertThat(journal.tally()).isEqualTo(new Tally(90, 0, 0));
    }

    @Test
    void writesNothingAfterItWasCancelled() {
        add(300, 3, 1);
        journal.endsAfter(1);

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Stopped());
        assertThat(chatwoot.written()).hasSize(200);
    }

    @Test
    void canBeCancelledWhileItWaits() {
        archive.add("a", "chat", 1);
        chatwoot.answers("a", before -> Mono.just(LATER));
        ImportWalk walk = new ImportWalk(archive, chatwoot, journal, new Waits(journal, time), new Pace(time));

        StepVerifier.create(walk.from(0, 10, Tally.NONE))
                .then(() -> time.advanceTimeBy(Duration.ofHours(1)))
                .thenCancel()
                .verify(PATIENCE);
        int asked = chatwoot.attempts().size();
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(chatwoot.attempts()).hasSize(asked).hasSizeGreaterThan(60);
    }

    @Test
    void countsWhatIsKnownAndLosesNoTimeOverIt() {
        add(1_000, 5, 1);
        archive.ids().forEach(chatwoot::has);

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(journal.tally()).isEqualTo(new Tally(0, 1_000, 0));
        assertThat(chatwoot.attempts()).extracting(Attempt::at).allMatch(at -> at < 1_000);
    }

    @Test
    void leavesTheLiveTrafficItsRoom() {
        add(400, 40, 1);

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        List<Long> times = chatwoot.attempts().stream().map(Attempt::at).toList();
        assertThat(times).isSorted().last().isEqualTo(39_900L);
        assertThat(IntStream.range(10, times.size()).mapToLong(i -> times.get(i) - times.get(i - 10)))
                .allMatch(gap -> gap >= 1_000);
    }

    @Test
    void writesOneMessageAtATimeIntoAChatAndToFourChatsAtATime() {
        chatwoot.takes(Duration.ofSeconds(2));
        add(60, 1, 1);
        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.busiest()).isEqualTo(1);

        IntStream.range(0, 60).forEach(i -> archive.add("n" + i, "other" + i % 9, 4_000 + i));
        assertThat(walk(3_600, 7_200)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.busiest()).isEqualTo(4);
    }

    @Test
    void keepsTheOrderOfAChatWhoseMessageHasToWait() {
        archive.add("a1", "a", 1);
        archive.add("b1", "b", 2);
        archive.add("a2", "a", 3);
        archive.add("b2", "b", 4);
        chatwoot.answers("a1", before -> before < 3 ? Mono.just(LATER) : chatwoot.taken("a1"));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).containsExactly("b1", "b2", "a1", "a2");
        assertThat(journal.tally()).isEqualTo(new Tally(4, 0, 0));
    }

    @Test
    void triesAgainLaterAndLater() {
        archive.add("a", "chat", 1);
        chatwoot.answers("a", before -> before < 9 ? Mono.just(LATER) : chatwoot.taken("a"));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        List<Long> times = chatwoot.timesOf("a");
        assertThat(LongStream.range(1, 10).map(i -> times.get((int) i) - times.get((int) i - 1)))
                .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
        assertThat(chatwoot.attempts())
                .extracting(Attempt::spent)
                .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
        assertThat(journal.waits()).as("from five seconds on").hasSize(6).contains("a: not now");
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        archive.add("a", "chat", 1);
        List<Outcome> answers = List.of(
                new Outcome.Postponed("soon", Duration.ofMillis(500)),
                new Outcome.Barred("mend it", Duration.ofMinutes(1), null),
                new Outcome.Deferred("busy", Duration.ofSeconds(7), null));
        chatwoot.answers("a", before -> before < 3 ? Ends.stop(answers.get(before)) : chatwoot.taken("a"));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.timesOf("a")).containsExactly(0L, 500L, 60_500L, 67_500L);
        assertThat(chatwoot.attempts())
                .as("what was not tried costs nothing")
                .last()
                .extracting(Attempt::spent)
                .isEqualTo(1);
    }

    @Test
    void waitsForADayWhereItHasTo() {
        archive.add("a", "chat", 1);
        chatwoot.answers(
                "a",
                before -> before < 1_000
                        ? Mono.just(new Outcome.Barred("no inbox", Duration.ofMinutes(1), null))
                        : chatwoot.taken("a"));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(journal.tally()).isEqualTo(new Tally(1, 0, 0));
    }

    @Test
    void leavesOutWhatIsRefusedAndSaysSoOnce() {
        archive.add("a", "chat", 1);
        archive.add("b", "chat", 2);
        archive.add("c", "chat", 3);
        chatwoot.answers("a", before -> Mono.just(NEVER));
        chatwoot.answers("b", before -> Ends.stop(new Outcome.Gone("gone", null)));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.written()).containsExactly("c");
        assertThat(journal.failures()).containsExactly("a: not ever", "b: gone");
        assertThat(journal.tally()).isEqualTo(new Tally(1, 0, 2));
    }

    @Test
    void doesNotTryForEverWhatFailsForNoKnownReason() {
        archive.add("a", "chat", 1);
        archive.add("b", "chat", 2);
        chatwoot.answers("a", before -> Mono.error(new IllegalStateException("a fault of ours")));
        chatwoot.answers(
                "b",
                before -> before < 5
                        ? Mono.error(new IllegalStateException("the database is away"))
                        : chatwoot.taken("b"));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.timesOf("a")).hasSize(11);
        assertThat(journal.failures()).singleElement().asString().contains("a fault of ours");
        assertThat(chatwoot.written()).containsExactly("b");
    }

    @Test
    void waitsForEvolutionToo() {
        archive.add("a", "chat", 1);
        archive.fails(new StoppedException(LATER));
        archive.fails(new StoppedException(Ends.barred("wrong key")));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.timesOf("a")).containsExactly(61_000L);
        assertThat(journal.waits()).containsExactly("page 1: wrong key");
    }

    @Test
    void failsWhereEvolutionWillNeverAnswer() {
        archive.fails(new StoppedException(NEVER));

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Failed("not ever"));
        assertThat(journal.cursors()).isEmpty();
    }

    @Test
    void failsWhereEvolutionTellsOfAnotherTime() {
        archive.heedsNothing();
        add(500, 1, 1);

        assertThat(walk(10_000, 20_000)).isInstanceOf(Ending.Failed.class);
        assertThat(chatwoot.attempts()).isEmpty();
    }

    @Test
    void takesSoManyNewMessagesAndNoMore() {
        add(1_000, 10, 3);

        assertThat(walk(0, 3_600, new Tally(ImportWalk.MOST - 250, 1_000_000, 0)))
                .isInstanceOfSatisfying(
                        Ending.Done.class, done -> assertThat(done.reason()).contains("100000"));
        assertThat(chatwoot.written()).hasSize(300);
        assertThat(journal.cursors()).last().isEqualTo(900L);
    }

    @Test
    void isDoneWhereTheLastMessageIsTheLastThatItMayTake() {
        add(100, 10, 3);

        assertThat(walk(0, 3_600, new Tally(ImportWalk.MOST - 100, 0, 0))).isEqualTo(new Ending.Done(null));
    }

    @Test
    void takesAMessageOnceThatStandsOnTwoPages() {
        List<String> ids = new ArrayList<>();
        IntStream.range(0, 150).forEach(i -> ids.add("m" + i));
        ids.forEach(id -> archive.add(id, "chat", 9));
        archive.shuffles();

        assertThat(walk(0, 3_600)).isEqualTo(new Ending.Done(null));
        assertThat(chatwoot.attempts()).extracting(Attempt::id).doesNotHaveDuplicates();
    }
}
