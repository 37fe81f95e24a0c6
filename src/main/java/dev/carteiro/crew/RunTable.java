package dev.carteiro.crew;

import dev.carteiro.crew.Run.Asked;
import dev.carteiro.crew.Run.State;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** The table {@code crew_run}. */
final class RunTable {

    private static final String COLUMNS =
            "event, destination, round, token, state, kickoff_id, last_event, until, task,"
                    + " question, asked_after, told, answer, failure, ended_at";

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM crew_run WHERE event = :event AND destination = :destination";

    private static final String BY_TOKEN = "SELECT " + COLUMNS + " FROM crew_run WHERE token = :token";

    /** Only who has the delivery may begin; what is there already is begun anew only where it has ended. */
    private static final String BEGIN = """
            INSERT INTO crew_run AS r (event, destination, token, state, kickoff_id, last_event, until, ended_at)
            SELECT d.event, d.destination, :token, :state, :kickoff, :last, now() + :patience * interval '1 ms',
                   CASE WHEN :state = 'ended' THEN now() END
            FROM delivery d WHERE d.event = :event AND d.destination = :destination AND d.lease = :lease
            ON CONFLICT (event, destination) DO UPDATE
            SET round = r.round + 1, token = excluded.token, state = excluded.state, kickoff_id = excluded.kickoff_id,
                last_event = excluded.last_event, begun_at = now(), until = excluded.until, task = NULL, question = NULL,
                asked_after = NULL, told = false, resumed_with = NULL, answer = NULL, failure = NULL,
                ended_at = excluded.ended_at
            WHERE r.state IN ('ended', 'said')
            RETURNING\s""" + COLUMNS;

    private static final String FORGET =
            "DELETE FROM crew_run WHERE event = :event AND destination = :destination AND round = :round AND state = 'begun'";

    private static final String MOVE = """
            UPDATE crew_run
            SET state = CASE WHEN state = 'asking' THEN state ELSE :state END, kickoff_id = coalesce(:kickoff, kickoff_id)
            WHERE event = :event AND destination = :destination AND round = :round AND state IN ('begun', 'unsure', 'asking')
            """;

    /** A crew may call with its answer before it has answered the request that resumed it: then that is noted all the same. */
    private static final String RESUME = """
            UPDATE crew_run
            SET resumed_with = :with,
                state = CASE state WHEN 'asking' THEN 'running' ELSE state END,
                question = CASE state WHEN 'asking' THEN nullif(question, '') ELSE question END,
                until = CASE state WHEN 'asking' THEN now() + :patience * interval '1 ms' ELSE until END
            WHERE event = :event AND destination = :destination AND round = :round AND state IN ('asking', 'said', 'ended')
            """;

    private static final String END = """
            UPDATE crew_run SET state = 'ended', failure = :failure, ended_at = clock_timestamp()
            WHERE event = :event AND destination = :destination AND round = :round
            """;

    private static final String SAY = """
            UPDATE crew_run SET state = 'said', answer = :answer, kickoff_id = coalesce(kickoff_id, :kickoff)
            WHERE token = :token AND state IN ('begun', 'unsure', 'running', 'asking')
            """;

    /**
     * What a person writes from now on is the answer: nothing that is there already has a later position. What was answered
     * already is no new question: calls may come twice.
     */
    private static final String ASK = """
            UPDATE crew_run
            SET state = 'asking', task = :task, question = :question, kickoff_id = coalesce(kickoff_id, :kickoff),
                asked_after = (SELECT last_value FROM event_position), told = false, until = now() + :patience * interval '1 ms'
            WHERE token = :token AND state IN ('begun', 'unsure', 'running')
              AND (task, question) IS DISTINCT FROM (:task, :question)
            """;

    private static final String TOLD = """
            UPDATE crew_run SET told = true
            WHERE event = :event AND destination = :destination AND round = :round AND state = 'asking'
            """;

    private static final String RESUMED =
            "SELECT event FROM crew_run WHERE destination = :destination AND resumed_with = :event LIMIT 1";

    private final Database database;

    RunTable(Database database) {
        this.database = database;
    }

    Mono<Run> find(Question question) {
        return Mono.defer(() -> of(FIND, new Run.Key(question.event(), question.destination()))
                .map(RunTable::run)
                .one());
    }

    Mono<Run> byToken(String token) {
        return Mono.defer(() -> database.sql(BY_TOKEN)
                .bind("token", Text.indexable(token))
                .map(RunTable::run)
                .one());
    }

    /** Empty where the delivery is not ours any more, or has a run that goes on. */
    Mono<Run> begin(Question question, Beginning beginning, Duration patience) {
        Delivery delivery = question.delivery();
        return Mono.defer(() -> of(BEGIN, new Run.Key(question.event(), question.destination()))
                .bind("token", beginning.token())
                .bind("state", word(beginning.state()))
                .bind("kickoff", Text.parameter(beginning.kickoffId()))
                .bind("last", question.last())
                .bind("patience", patience.toMillis())
                .bind("lease", delivery.lease())
                .map(RunTable::run)
                .one());
    }

    /** Takes note of a question that was answered at once, so that another round is known for one. */
    Mono<Run> note(Question question) {
        return Mono.defer(() -> begin(
                question,
                new Beginning("answered " + question.event() + " " + question.destination(), State.ENDED, null),
                Duration.ZERO));
    }

    /** How a run is first written down. */
    record Beginning(String token, State state, @Nullable String kickoffId) {}

    /** For what has surely not reached the crew. */
    Mono<Void> forget(Run run) {
        return Mono.defer(() -> of(FORGET, run).then());
    }

    Mono<Void> move(Run run, State state, @Nullable String kickoffId) {
        return Mono.defer(() -> of(MOVE, run)
                .bind("state", word(state))
                .bind("kickoff", Text.parameter(kickoffId))
                .then());
    }

    /** The run goes on with what a person has written in the event {@code with}. */
    Mono<Void> resume(Run run, long with, Duration patience) {
        return Mono.defer(() -> of(RESUME, run)
                .bind("with", with)
                .bind("patience", patience.toMillis())
                .then());
    }

    /** People have been told what the crew asks. */
    Mono<Void> told(Run run) {
        return Mono.defer(() -> of(TOLD, run).then());
    }

    /** Whether the event was a person's answer to a crew of this destination. */
    Mono<Boolean> resumed(Question question) {
        return Mono.defer(() -> of(RESUMED, new Run.Key(question.event(), question.destination()))
                .map(row -> true)
                .one()
                .defaultIfEmpty(false));
    }

    Mono<Void> end(Run run, @Nullable String failure) {
        return Mono.defer(
                () -> of(END, run).bind("failure", Text.parameter(failure)).then());
    }

    /** Whether that was news. */
    Mono<Boolean> say(Run run, @Nullable String kickoffId, byte[] answer) {
        return Mono.defer(() ->
                        told(SAY, run, kickoffId).bind("answer", answer).fetch().rowsUpdated())
                .map(count -> count > 0);
    }

    /** Whether that was news; the run waits for {@code patience} from now. */
    Mono<Boolean> ask(Run run, @Nullable String kickoffId, Asked asked, Duration patience) {
        return Mono.defer(() -> told(ASK, run, kickoffId)
                        .bind("task", Text.parameter(asked.task()))
                        .bind("question", Text.parameter(asked.question()))
                        .bind("patience", patience.toMillis())
                        .fetch()
                        .rowsUpdated())
                .map(count -> count > 0);
    }

    private GenericExecuteSpec told(String statement, Run run, @Nullable String kickoffId) {
        return database.sql(statement).bind("token", run.token()).bind("kickoff", Text.parameter(kickoffId));
    }

    private GenericExecuteSpec of(String statement, Run run) {
        return of(statement, run.key()).bind("round", run.round());
    }

    private GenericExecuteSpec of(String statement, Run.Key key) {
        return database.sql(statement)
                .bind("event", key.event())
                .bind("destination", Text.indexable(key.destination()));
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Run run(Readable row) {
        return new Run(
                new Run.Key(
                        Columns.required(row, "event", Long.class), Columns.required(row, "destination", String.class)),
                Columns.required(row, "round", Integer.class),
                Columns.required(row, "token", String.class),
                State.valueOf(Columns.required(row, "state", String.class).toUpperCase(Locale.ROOT)),
                row.get("kickoff_id", String.class),
                Columns.required(row, "last_event", Long.class),
                Columns.required(row, "until", Instant.class),
                asked(row),
                row.get("answer", byte[].class),
                row.get("failure", String.class),
                row.get("ended_at", Instant.class));
    }

    private static @Nullable Asked asked(Readable row) {
        String task = row.get("task", String.class);
        Long after = row.get("asked_after", Long.class);
        String question = row.get("question", String.class);
        return task == null || after == null
                ? null
                : new Asked(
                        task, question == null ? "" : question, after, Columns.required(row, "told", Boolean.class));
    }
}
