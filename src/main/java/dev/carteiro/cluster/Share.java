package dev.carteiro.cluster;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** This replica's equal part of a rate, which it uses without asking anybody. */
final class Share implements Wallet {

    private static final Logger log = LoggerFactory.getLogger(Share.class);

    /** Whoever comes a moment late finds the permit. */
    private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final Pace pace;
    private final IntSupplier members;
    private final Scheduler timer;
    private final AtomicBoolean arranged = new AtomicBoolean();
    private double permits;
    private long filledAt;

    Share(Pace pace, IntSupplier members, Scheduler timer) {
        this.pace = pace;
        this.members = members;
        this.timer = timer;
        permits = most();
        filledAt = now();
    }

    private double most() {
        return Math.max(1, (double) pace.most() / members.getAsInt());
    }

    /** It climbs evenly whatever becomes of the clock on the wall. */
    private long now() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    private double perNano() {
        return pace.perNano() / members.getAsInt();
    }

    private void fill() {
        long now = now();
        permits = Math.min(most(), permits + (now - filledAt) * perNano());
        filledAt = now;
    }

    /** Begins with nothing: who comes from another way of sharing has had his permits. */
    synchronized void restart() {
        permits = 0;
        filledAt = now();
    }

    @Override
    public synchronized int available() {
        fill();
        return (int) permits;
    }

    @Override
    public synchronized boolean take() {
        fill();
        if (permits < 1) {
            return false;
        }
        permits--;
        return true;
    }

    @Override
    public void want(Runnable more) {
        if (arranged.compareAndSet(false, true)) {
            Disposable wait = timer.schedule(() -> arrived(more), missing(), TimeUnit.NANOSECONDS);
            log.trace("event=permits-awaited disposed={}", wait.isDisposed());
        }
    }

    @Override
    public void giveBack() {
        // it is our share, whether we use it or not
    }

    private synchronized long missing() {
        fill();
        return (long) (Math.max(0, Pace.least(most()) - permits) / perNano()) + MARGIN;
    }

    private void arrived(Runnable more) {
        arranged.set(false);
        more.run();
    }
}
