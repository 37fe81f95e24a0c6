package dev.carteiro.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Commits in groups by natural batching: what arrives while a commit is in flight is the next group. A quiet system commits
 * at once, a busy one batches by itself. One commit is in flight at a time, so that a group sees all that was committed
 * before it.
 *
 * <p>Senders who wait for their answers come again as soon as they have them: two halves of them would take turns for ever,
 * each with a commit of its own. So behind a {@link Crowd} the next commit begins when all of them wait again, or after a moment.
 * Senders who come when they like are no crowd, however many they are: where time has ended the wait, the next is a quarter shorter.
 */
final class GroupCommit<T, R> implements SmartLifecycle {

    private static final Disposable IDLE = () -> {};

    private static final int WAITS_PER_TRIAL = 64;

    private final Limits limits;
    private final Items<T> items;
    private final Function<List<T>, Mono<List<R>>> commit;
    private final Queue<Waiting<T, R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<@Nullable Wait> lingering = new AtomicReference<>();
    private final Crowd crowd;
    private volatile int awaited;
    private volatile long patience; // in nanoseconds
    private int inVain; // waits that time has ended, one after the other
    private volatile boolean running;
    private volatile Disposable inFlight = IDLE;

    /** {@code commit} answers with one result for each item, in their order. */
    GroupCommit(Limits limits, Crowd crowd, Items<T> items, Function<List<T>, Mono<List<R>>> commit) {
        this.limits = limits;
        this.crowd = crowd;
        patience = crowd.longest().toNanos();
        this.items = items;
        this.commit = commit;
    }

    /**
     * The item's result once it is committed. Beyond the limits it is refused at once with a {@link SaturatedException};
     * a subscriber that goes away does not take its item back.
     */
    Mono<R> submit(T item) {
        return Mono.create(sink -> {
            long size = items.weight().applyAsLong(item);
            if (!admitted(size)) {
                sink.error(new SaturatedException(queued.get(), bytes.get()));
                return;
            }
            queue.add(new Waiting<>(item, size, sink));
            Wait wait = lingering.get();
            if (wait != null && queued.get() >= awaited) {
                goOn(wait, true);
            }
            drain();
        });
    }

    /** One item is always let in, however large: what has been received must have a way to the log. */
    private boolean admitted(long size) {
        int items = queued.incrementAndGet();
        long total = bytes.addAndGet(size);
        if (items <= limits.queuedItems() && (total <= limits.queuedBytes() || items == 1)) {
            return true;
        }
        release(size);
        return false;
    }

    private void release(long size) {
        queued.getAndDecrement();
        bytes.getAndAdd(-size);
    }

    private void drain() {
        while (!queue.isEmpty() && busy.compareAndSet(false, true)) {
            List<Waiting<T, R>> group = nextGroup();
            if (group.isEmpty()) {
                busy.set(false);
            } else {
                inFlight = Mono.defer(() ->
                                commit.apply(group.stream().map(Waiting::item).toList()))
                        .subscribe(results -> succeed(group, results), failure -> fail(group, failure));
            }
        }
    }

    private List<Waiting<T, R>> nextGroup() {
        List<Waiting<T, R>> group = new ArrayList<>();
        long size = 0;
        for (Waiting<T, R> next = queue.peek(); next != null; next = queue.peek()) {
            if (isBroken(next.item())) {
                queue.remove();
                refuse(next);
                continue;
            }
            size += next.size();
            if (!group.isEmpty() && (group.size() == limits.groupItems() || size > limits.groupBytes())) {
                break;
            }
            group.add(next);
            queue.remove();
        }
        return group;
    }

    private void succeed(List<Waiting<T, R>> group, List<R> results) {
        done(group, true);
        for (int i = 0; i < group.size(); i++) {
            group.get(i).sink().success(results.get(i));
        }
    }

    private boolean isBroken(T item) {
        Sequence sequence = items.sequence().apply(item);
        return sequence != null && sequence.isBroken();
    }

    private void refuse(Waiting<T, R> waiting) {
        release(waiting.size());
        items.done().accept(waiting.item());
        waiting.sink().error(new BrokenSequenceException());
    }

    private void fail(List<Waiting<T, R>> group, Throwable failure) {
        // Before the next group is made, which must hold nothing that is to stay behind these.
        group.forEach(waiting -> {
            Sequence sequence = items.sequence().apply(waiting.item());
            if (sequence != null) {
                sequence.breakOff();
            }
        });
        done(group, false);
        group.forEach(waiting -> waiting.sink().error(failure));
    }

    private void done(List<Waiting<T, R>> group, boolean well) {
        group.forEach(waiting -> {
            release(waiting.size());
            items.done().accept(waiting.item());
        });
        inFlight = IDLE; // or the group, with bodies of many megabytes, would be held until the next one
        int waiting = queued.get();
        if (well && group.size() >= crowd.least() && waiting < limits.groupItems()) {
            awaited = Math.min(limits.groupItems(), group.size() + waiting);
            Wait wait = new Wait(patience);
            lingering.set(wait);
            inFlight = crowd.timer().schedule(() -> goOn(wait, false), wait.nanos(), TimeUnit.NANOSECONDS);
        } else {
            busy.set(false);
            drain();
        }
    }

    /** Whoever comes first ends the wait: the timer, or the one who makes it a crowd again. */
    private void goOn(Wait wait, boolean complete) {
        if (lingering.compareAndSet(wait, null)) {
            patience = Math.clamp(
                    next(wait, complete),
                    crowd.shortest().toNanos(),
                    crowd.longest().toNanos());
            busy.set(false);
            drain();
        }
    }

    /** Now and then the longest is tried again: a crowd whose way back takes longer than the shortest would never be seen. */
    private long next(Wait wait, boolean complete) {
        inVain = complete ? 0 : inVain + 1;
        if (complete) {
            return wait.nanos() * 2;
        }
        return inVain % WAITS_PER_TRIAL == 0 ? crowd.longest().toNanos() : wait.nanos() * 3 / 4;
    }

    @Override
    public void start() {
        running = true;
    }

    /** What is in flight ends by itself; its callers are told. */
    @Override
    public void stop() {
        running = false;
        if (queue.isEmpty() && !busy.get()) {
            inFlight.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** What an item weighs in bytes, what is to be done with it when its commit has ended, and what it is a part of. */
    record Items<T>(ToLongFunction<T> weight, Consumer<T> done, Function<T, @Nullable Sequence> sequence) {}

    /** Behind a group of at least so many, the next one is waited for, for the longest time at most while that is worth it. */
    record Crowd(int least, Duration shortest, Duration longest, Scheduler timer) {}

    /** How much may wait, and how much goes into one commit. */
    record Limits(int queuedItems, long queuedBytes, int groupItems, long groupBytes) {}

    /** One wait for a crowd, which no other's timer ends. */
    private static final class Wait {

        private final long nanos;

        Wait(long nanos) {
            this.nanos = nanos;
        }

        long nanos() {
            return nanos;
        }
    }

    private record Waiting<T, R>(T item, long size, MonoSink<R> sink) {}
}
