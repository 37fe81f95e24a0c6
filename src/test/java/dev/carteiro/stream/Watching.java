package dev.carteiro.stream;

import dev.carteiro.eventlog.EventFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.test.subscriber.TestSubscriber;

/** A watcher of a ring, and who has subscribed to it: asks for nothing until it is told to. */
final class Watching {

    static final Instant START = Instant.parse("2025-12-10T14:03:07Z");

    /** After such a silence it is told of it. */
    static final Duration QUIET = Duration.ofSeconds(15);

    private final Ring ring;
    private final TestSubscriber<Signal> subscriber =
            TestSubscriber.builder().initialRequest(0).build();
    private final List<Watcher> gone = new ArrayList<>();
    private final Watcher watcher;
    private Consumer<Watcher> whileGiven = watcher -> {};
    private int given;
    private int overlaps;

    Watching(Ring ring) {
        this(ring, wish((Instant) null), 0);
    }

    private Watching(Ring ring, Wish wish, long after) {
        this.ring = ring;
        long first = Objects.requireNonNull(ring.find(after));
        watcher = new Watcher(ring, new Watcher.Place(wish, after, first, QUIET, START), new Careful(), gone::add);
        watcher.begin();
    }

    /** One that watches the same ring. */
    Watching another(Wish wish, long after) {
        return new Watching(ring, wish, after);
    }

    static Wish wish(@Nullable Instant until) {
        return new Wish(Grant.of(EventFilter.ALL, until == null ? Instant.MAX : until), EventFilter.ALL, null, null);
    }

    static Wish wish(String instance) {
        return new Wish(Grant.everything(TestFrames.NOW), new EventFilter(List.of(instance), null, null), null, null);
    }

    void append(List<Frame> frames, long position) {
        appendSilently(frames, position);
        wake();
    }

    /** Without a word to the watcher. */
    void appendSilently(List<Frame> frames, long position) {
        ring.add(frames, position);
    }

    void wake() {
        watcher.drain();
    }

    void after(Duration passed) {
        at(START.plus(passed));
    }

    void at(Instant now) {
        watcher.tick(now);
    }

    void request(long n) {
        subscriber.request(n);
    }

    void cancel() {
        subscriber.cancel();
    }

    void dismiss(Signal word) {
        watcher.dismiss(word);
    }

    /** Does that in the middle of each signal. */
    void whileGiven(Consumer<Watcher> action) {
        whileGiven = action;
    }

    List<Signal> received() {
        return subscriber.getReceivedOnNext();
    }

    List<List<Long>> batches() {
        return received().stream()
                .filter(Signal.Events.class::isInstance)
                .map(events -> TestFrames.positions(((Signal.Events) events).frames()))
                .toList();
    }

    List<Long> positions() {
        return batches().stream().flatMap(List::stream).toList();
    }

    boolean isComplete() {
        return subscriber.isTerminatedComplete();
    }

    boolean isOver() {
        return subscriber.isTerminated();
    }

    boolean isGone() {
        return gone.contains(watcher);
    }

    Throwable failure() {
        return subscriber.expectTerminalError();
    }

    /** How often one signal came while another was not yet taken, or after the end. */
    int overlaps() {
        return overlaps + subscriber.getProtocolErrors().size();
    }

    /** Sees whether signals come one after the other. */
    private final class Careful implements CoreSubscriber<Signal> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(Signal signal) {
            given++;
            whileGiven.accept(watcher);
            subscriber.onNext(signal);
            given--;
        }

        @Override
        public void onError(Throwable failure) {
            overlaps += given;
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            overlaps += given;
            subscriber.onComplete();
        }
    }
}
