package dev.carteiro.bridge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Lets no more than so many messages go in a second, whatever chats and bridges they are of. */
final class Pace {

    /** What is written now has to find Chatwoot with time for it. */
    static final Duration GAP = Duration.ofMillis(100);

    private final Scheduler timer;
    private long next;

    Pace(Scheduler timer) {
        this.timer = timer;
    }

    /** Completes when it is one's turn. */
    Mono<Void> turn() {
        return Mono.defer(() -> {
            long pause = take();
            return pause <= 0
                    ? Mono.empty()
                    : Mono.delay(Duration.ofMillis(pause), timer).then();
        });
    }

    private synchronized long take() {
        long now = timer.now(TimeUnit.MILLISECONDS);
        long mine = Math.max(now, next);
        next = mine + GAP.toMillis();
        return mine - now;
    }

    /** The turn was not needed. */
    synchronized void giveBack() {
        next -= GAP.toMillis();
    }
}
