package dev.carteiro.stream;

import dev.carteiro.eventlog.EventFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * One subscriber's place in the ring: it is given what it asks for, on the thread of whoever finds that there is something,
 * and has no queue of its own. Whoever is slower than the ring is let go with a {@link LaggedException}.
 */
final class Watcher implements Subscription {

    private static final int FRAMES = 64;
    private static final int BYTES = 64 << 10;

    private final Ring ring;
    private final EventFilter filter;
    private final Grant grant;
    private final Duration quiet;
    private final CoreSubscriber<? super Signal> subscriber;
    private final Consumer<Watcher> gone;
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger wanted = new AtomicInteger(1); // until it has begun
    private final long floor;

    private volatile boolean ended;
    private volatile @Nullable Signal last;
    private volatile boolean tooQuiet;
    private volatile boolean spoken;
    private Instant heard;
    private long next;

    /** {@code after} and {@code first} are from where on it watches, {@code quiet} after what silence it is told of it. */
    Watcher(Ring ring, Place place, CoreSubscriber<? super Signal> subscriber, Consumer<Watcher> gone) {
        this.ring = ring;
        this.filter = place.wish().filter();
        this.grant = place.wish().grant();
        this.quiet = place.quiet();
        this.floor = place.after();
        this.next = place.first();
        this.heard = place.now();
        this.subscriber = subscriber;
        this.gone = gone;
    }

    /**
     * Where somebody begins to watch.
     *
     * @param first the number of the first frame above {@code after}
     */
    record Place(Wish wish, long after, long first, Duration quiet, Instant now) {}

    /** To be called once; before its subscriber knows of it nothing is given, whoever wants it. */
    void begin() {
        subscriber.onSubscribe(this);
        giveAll();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            requested.accumulateAndGet(n, Operators::addCap);
            drain();
        }
    }

    @Override
    public void cancel() {
        end();
    }

    /** Says a last word and ends; whoever has not taken what it was given before is not waited for. */
    void dismiss(Signal word) {
        last = word;
        drain();
    }

    /** Looks whether its time is over, or it should be told that nothing happens; on one thread. */
    void tick(Instant now) {
        if (!now.isBefore(grant.until())) {
            dismiss(grant.lastWord());
        } else if (spoken) {
            spoken = false;
            heard = now;
        } else if (heard.plus(quiet).isBefore(now)) {
            heard = now;
            tooQuiet = true;
            drain();
        }
    }

    /** Gives what there is, as far as it is asked for; whoever comes while another is at it leaves it to them. */
    void drain() {
        if (wanted.getAndIncrement() == 0) {
            giveAll();
        }
    }

    private void giveAll() {
        int seen = 1;
        do {
            give();
            seen = wanted.addAndGet(-seen);
        } while (seen != 0);
    }

    private void give() {
        while (!ended) {
            Signal word = last;
            if (word == null ? ring.isGone(next) : requested.get() == 0) {
                end();
                subscriber.onError(new LaggedException());
                return;
            }
            Signal signal = word == null && requested.get() > 0 ? signal() : word;
            if (signal == null) {
                return;
            }
            if (requested.get() != Long.MAX_VALUE) {
                requested.getAndDecrement();
            }
            subscriber.onNext(signal);
            if (signal == word) {
                end();
                subscriber.onComplete();
            }
        }
    }

    private @Nullable Signal signal() {
        long upTo = ring.position(); // before the look: what comes in between is above it
        List<Frame> some = ring.read(next, FRAMES, BYTES);
        while (some != null && !some.isEmpty()) {
            next += some.size();
            List<Frame> mine = some.stream()
                    .filter(frame -> frame.position() > floor && filter.admits(frame.envelope()))
                    .toList();
            if (!mine.isEmpty()) {
                spoken = true;
                tooQuiet = false;
                return new Signal.Events(mine);
            }
            some = ring.read(next, FRAMES, BYTES);
        }
        if (some == null || !tooQuiet) {
            return null;
        }
        tooQuiet = false;
        return new Signal.Quiet(Math.max(upTo, floor));
    }

    private void end() {
        ended = true;
        gone.accept(this);
    }
}
