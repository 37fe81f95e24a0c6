package dev.carteiro.delivery;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Whoever writes to the table {@code delivery} right now, in whichever process. */
final class Writers {

    private static final Logger log = LoggerFactory.getLogger(Writers.class);

    private static final Duration PAUSE = Duration.ofMillis(5);

    /** No statement of ours lives as long: the pools end them after 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    /** A statement has this lock before it takes its snapshot, and until its transaction ends. */
    private static final String WRITING = """
            SELECT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND relation = 'delivery'::regclass AND mode = 'RowExclusiveLock' AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND pid <> pg_backend_pid()
            """;

    private final Database database;
    private final Scheduler timer;

    Writers(Database database, Scheduler timer) {
        this.database = database;
        this.timer = timer;
    }

    /**
     * Completes when all have ended that were writing when this was subscribed to: whoever writes now has seen what was
     * committed before that.
     */
    Mono<Void> gone() {
        return writing().flatMap(first -> first.isEmpty() ? Mono.empty() : gone(first));
    }

    private Mono<Void> gone(Set<String> first) {
        return Mono.defer(this::writing)
                .filter(now -> Collections.disjoint(now, first))
                .repeatWhenEmpty(rounds -> rounds.delayElements(PAUSE, timer))
                .then()
                .timeout(
                        PATIENCE,
                        Mono.fromRunnable(() -> log.warn("event=writer-does-not-end waited={}", PATIENCE)),
                        timer);
    }

    private Mono<Set<String>> writing() {
        return database.sql(WRITING)
                .map(row -> Columns.required(row, "virtualtransaction", String.class))
                .all()
                .collect(Collectors.toSet());
    }
}
