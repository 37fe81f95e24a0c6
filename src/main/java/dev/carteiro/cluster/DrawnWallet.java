package dev.carteiro.cluster;

import dev.carteiro.cluster.Purse.Drawn;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Draws a few permits whenever some are wanted, and gives back what was not used soon, so that a replica without work
 * hoards nothing. While none can be drawn it uses its share.
 */
final class DrawnWallet implements Wallet {

    /** Long enough for a claim on a busy machine. Whoever finds nothing to claim gives them back at once. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    /** Twice what a draw lasts: a purse that takes longer to open holds back more than an equal share does. */
    private static final Duration SLOW = Duration.ofMillis(400);

    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    /** Somebody may give permits back long before new ones are made. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(5);

    private final String name;
    private final Pace pace;
    private final Purse purse;
    private final Share share;
    private final Errands errands;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean drawing = new AtomicBoolean();
    private volatile boolean shared;
    private volatile long leftAloneUntil = Long.MIN_VALUE;
    private volatile Disposable expiry = () -> {};

    DrawnWallet(String name, Pace pace, Purse purse, Share share, Errands errands) {
        this.name = name;
        this.pace = pace;
        this.purse = purse;
        this.share = share;
        this.errands = errands;
    }

    /** Where what is done in the background is begun, and what tells the time. */
    record Errands(Consumer<Mono<Void>> begin, Scheduler timer) {}

    private boolean isShared() {
        boolean now = purse.open() && millis() >= leftAloneUntil;
        if (now != shared) {
            shared = now;
            share.restart();
        }
        return now;
    }

    private long millis() {
        return errands.timer().now(TimeUnit.MILLISECONDS);
    }

    @Override
    public int available() {
        return isShared() ? held.get() : share.available();
    }

    @Override
    public boolean take() {
        return isShared() ? held.getAndUpdate(left -> Math.max(0, left - 1)) > 0 : share.take();
    }

    @Override
    public void want(Runnable more) {
        if (!isShared()) {
            share.want(more);
        } else if (drawing.compareAndSet(false, true)) {
            errands.begin().accept(draw(more));
        }
    }

    private Mono<Void> draw(Runnable more) {
        long begun = millis();
        return purse.draw(name, pace, pace.most())
                .onErrorReturn(new Drawn(0, LONGEST_WAIT))
                .doOnNext(drawn -> timed(millis() - begun))
                .flatMap(this::receive)
                .then(Mono.fromRunnable(() -> {
                    drawing.set(false);
                    more.run();
                }));
    }

    private void timed(long millis) {
        if (millis > SLOW.toMillis()) {
            leftAloneUntil = millis() + LEFT_ALONE.toMillis();
        }
    }

    private Mono<Void> receive(Drawn drawn) {
        if (drawn.permits() == 0) {
            return Mono.delay(between(drawn.pause()), errands.timer()).then();
        }
        held.addAndGet(drawn.permits());
        expiry.dispose();
        expiry = errands.timer().schedule(this::giveBack, KEPT.toMillis(), TimeUnit.MILLISECONDS);
        return Mono.empty();
    }

    private static Duration between(Duration pause) {
        Duration atLeast = pause.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : pause;
        return atLeast.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : atLeast;
    }

    @Override
    public void giveBack() {
        int left = held.getAndSet(0);
        if (left > 0) {
            errands.begin().accept(purse.giveBack(name, pace, left).onErrorComplete());
        }
    }
}
