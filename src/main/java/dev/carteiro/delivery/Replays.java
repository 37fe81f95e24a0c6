package dev.carteiro.delivery;

import dev.carteiro.delivery.Candidates.Span;
import dev.carteiro.eventlog.Positions;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replays as people ask for them, watch them and end them. */
public final class Replays {

    private static final Logger log = LoggerFactory.getLogger(Replays.class);

    private static final int SAMPLE = 10;
    private static final int MOST_RUNNING = 100;

    private static final String LAST = "SELECT last_value FROM event_position";

    private static final String START = """
            INSERT INTO replay (destination, which, type, conversation, instance, since, until, reason, permits, per_ms,
                                matching, cursor, last, created_at)
            SELECT :destination, :which, :type, :conversation, :instance, :since, :until, :reason, :permits, :perMs,
                   :matching, :cursor, :last, :createdAt
            WHERE (SELECT count(*) FROM replay WHERE state = 'running') < :most
            RETURNING *
            """;

    private static final String CANCEL = """
            UPDATE replay SET state = 'cancelled', finished_at = now() WHERE id = :id AND state = 'running' RETURNING *
            """;

    private final Database database;
    private final Candidates candidates;
    private final Runnable wake;
    private final Clock clock;

    /** {@code wake} is called when there is a new one. */
    Replays(Database database, Candidates candidates, Runnable wake, Clock clock) {
        this.database = database;
        this.candidates = candidates;
        this.wake = wake;
        this.clock = clock;
    }

    /**
     * What there is to replay.
     *
     * @param sample the oldest of them, ten at most
     * @param after the position behind which they begin
     * @param last the last position that counts
     * @param at when that was
     */
    public record Survey(long matching, List<DeliveryEntry> sample, long after, long last, Instant at) {}

    /** Looks what a filter with a destination, and a state that is dead or delivered, matches now. */
    public Mono<Survey> survey(DeliveryFilter filter) {
        return database.sql(LAST)
                .map(row -> Columns.required(row, "last_value", Long.class))
                .one()
                .map(last -> span(filter, last, clock.instant()))
                .flatMap(span -> Mono.zip(candidates.count(filter, span), sample(filter, span))
                        .map(both -> new Survey(both.getT1(), both.getT2(), span.after(), span.last(), span.before())));
    }

    private static Span span(DeliveryFilter filter, long last, Instant now) {
        return new Span(
                filter.since() == null ? 0 : Positions.from(filter.since()) - 1,
                filter.until() == null ? last : Math.min(last, Positions.before(filter.until())),
                now);
    }

    private Mono<List<DeliveryEntry>> sample(DeliveryFilter filter, Span span) {
        return candidates
                .next(filter, span, SAMPLE)
                .expand(found -> found.entries().isEmpty() && !found.done()
                        ? candidates.next(filter, span.from(found.next()), SAMPLE)
                        : Mono.empty())
                .flatMapIterable(Candidates.Found::entries)
                .take(SAMPLE)
                .collectList();
    }

    /** Starts putting back what {@code survey} has found; empty where too many are running. */
    public Mono<Replay> start(DeliveryFilter filter, Policy.Rate rate, Survey survey) {
        return Mono.defer(() -> described(database.sql(START), filter)
                        .bind("permits", rate.permits())
                        .bind("perMs", rate.per().toMillis())
                        .bind("matching", survey.matching())
                        .bind("cursor", survey.after())
                        .bind("last", survey.last())
                        .bind("createdAt", survey.at())
                        .bind("most", MOST_RUNNING)
                        .map(ReplayRows::replay)
                        .one())
                .doOnNext(replay -> {
                    log.info(
                            "event=replay-started replay={} destination={} matching={}",
                            replay.id(),
                            filter.destination(),
                            replay.matching());
                    wake.run();
                });
    }

    private static GenericExecuteSpec described(GenericExecuteSpec statement, DeliveryFilter filter) {
        GenericExecuteSpec bound = statement
                .bind("destination", String.valueOf(filter.destination()))
                .bind("which", filter.state() == DeliveryState.DEAD ? "dead" : "delivered");
        bound = orNull(bound, "type", Text.storable(filter.type()), String.class);
        bound = orNull(bound, "conversation", Text.storable(filter.conversation()), String.class);
        bound = orNull(bound, "instance", Text.storable(filter.instance()), String.class);
        bound = orNull(bound, "since", filter.since(), Instant.class);
        bound = orNull(bound, "until", filter.until(), Instant.class);
        return orNull(bound, "reason", Text.storable(filter.reason()), String.class);
    }

    private static <T> GenericExecuteSpec orNull(
            GenericExecuteSpec statement, String name, @Nullable T value, Class<T> type) {
        return value == null ? statement.bindNull(name, type) : statement.bind(name, value);
    }

    /** The newest first. */
    public Flux<Replay> newest(int limit) {
        return database.sql("SELECT * FROM replay ORDER BY id DESC LIMIT :limit")
                .bind("limit", limit)
                .map(ReplayRows::replay)
                .all();
    }

    /** Nothing where there is none of that number. */
    public Mono<Replay> find(long id) {
        return database.sql("SELECT * FROM replay WHERE id = :id")
                .bind("id", id)
                .map(ReplayRows::replay)
                .one();
    }

    /** Ends one: what is in the queue already stays there. Emits how it stands then, nothing where there is none. */
    public Mono<Replay> cancel(long id) {
        return database.sql(CANCEL)
                .bind("id", id)
                .map(ReplayRows::replay)
                .one()
                .doOnNext(replay -> log.info("event=replay-cancelled replay={}", id))
                .switchIfEmpty(Mono.defer(() -> find(id)));
    }
}
