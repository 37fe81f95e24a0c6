package dev.carteiro.cluster;

import dev.carteiro.store.Cause;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Redis is there, as far as we know; each change is logged once. */
final class RedisPresence {

    private static final Logger log = LoggerFactory.getLogger(RedisPresence.class);

    private final AtomicBoolean connected = new AtomicBoolean();
    private final AtomicBoolean complained = new AtomicBoolean();

    boolean connected() {
        return connected.get();
    }

    /** It has answered; true where that is news. */
    boolean there() {
        boolean news = connected.compareAndSet(false, true);
        if (news) {
            log.info("event={}", complained.getAndSet(false) ? "redis-back" : "redis-connected");
        }
        return news;
    }

    /** It has not answered, or cannot be reached. */
    void away(Throwable failure) {
        connected.set(false);
        if (complained.compareAndSet(false, true)) {
            log.warn("event=redis-lost effect=\"hints are late\" cause=\"{}\"", Cause.of(failure));
        }
    }

    /** A command that Redis does not like says nothing of the way there. */
    void failed(Throwable failure) {
        if (!(failure instanceof RedisCommandExecutionException)) {
            away(failure);
        }
    }
}
