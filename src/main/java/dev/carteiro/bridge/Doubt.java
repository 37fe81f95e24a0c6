package dev.carteiro.bridge;

import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * Nobody looks at once for what an attempt without an end has done: what we gave up, or what a proxy did, may still be under
 * way. It counts from the end on our side, and where nobody saw that, from when somebody finds it.
 */
final class Doubt {

    private final Link link;
    private final Duration lasts;

    Doubt(Link link, Duration lasts) {
        this.link = link;
        this.lasts = lasts;
    }

    /** An attempt has ended without saying how. */
    Mono<Void> begins(Row row) {
        return link.messages().ended(row);
    }

    /** Completes where one may look; a {@link StoppedException} says when to come again. */
    Mono<Void> over(Row row) {
        Instant ended = row.endedAt();
        if (ended == null) {
            return begins(row).then(wait(lasts));
        }
        Duration left = lasts.minus(Duration.between(ended, link.tools().clock().instant()));
        return left.isPositive() ? wait(left) : Mono.empty();
    }

    private static Mono<Void> wait(Duration left) {
        return Ends.later("an earlier attempt may still be under way", left);
    }
}
