package dev.carteiro.crew;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import dev.carteiro.takeover.Takeovers;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Reads what was said in a conversation from the log. */
final class Transcript {

    private static final int LARGEST = 64 * 1024;
    private static final int LOOK = 20;

    /** So many messages are looked at for the one that answers a question. */
    private static final int LOOK_FOR = 200;

    private static final String OF = " FROM event e WHERE e.conversation = :conversation AND e.scope = :scope";

    private static final String SELECT =
            "SELECT e.id, e.type, CASE WHEN octet_length(e.data) <= " + LARGEST + " THEN e.data END AS data";

    private static final String BEFORE = SELECT + OF
            + " AND e.id < :position AND e.type IN ('message.received', 'message.sent') ORDER BY e.id DESC LIMIT "
            + LOOK;

    private static final String RECEIVED =
            SELECT + OF + " AND e.id > :position AND e.type = 'message.received' ORDER BY e.id LIMIT " + LOOK_FOR;

    private static final String SENT = SELECT + ", CASE WHEN octet_length(b.body) <= " + LARGEST
            + " THEN b.body END AS body FROM event e " + EventRows.BODY
            + " WHERE e.conversation = :conversation AND e.scope = :scope AND e.id > :position AND e.type = 'message.sent'"
            + " ORDER BY e.id LIMIT " + LOOK_FOR;

    private static final String PROPOSED = "SELECT count(*) AS answers" + OF
            + " AND e.source = :source AND e.type = 'reply.proposed' AND e.id > position_at(now() - :millis * interval '1 ms')";

    private final Database database;

    Transcript(Database database) {
        this.database = database;
    }

    /** One message; {@code text} is empty where it has none. */
    record Line(long position, boolean received, boolean internal, String name, String text) {}

    /** The last messages before {@code position}, in their order, without notes and without those that have no text. */
    Mono<List<Line>> before(ConversationKey key, long position) {
        return lines(BEFORE, key, position)
                .filter(line -> !line.internal() && !line.text().isBlank())
                .collectList()
                .map(List::reversed);
    }

    /** The customer's first message behind {@code position} that has a text. */
    Mono<Line> received(ConversationKey key, long position) {
        return lines(RECEIVED, key, position)
                .filter(line -> !line.text().isBlank())
                .next();
    }

    /** The first private note behind {@code position} that a person has written. */
    Mono<Line> note(ConversationKey key, long position) {
        return of(SENT, key, position)
                .flatMapMany(statement -> statement
                        .map(row -> Takeovers.isPersons(Lenient.json(row.get("body", byte[].class)))
                                ? line(row)
                                : new Line(0, false, false, "", ""))
                        .all())
                .filter(line -> line.internal() && !line.text().isBlank())
                .next();
    }

    /** How many answers of the agent {@code source} there were within {@code time}. */
    Mono<Long> proposed(ConversationKey key, String source, Duration time) {
        return Mono.defer(() -> database.sql(PROPOSED)
                .bind("conversation", Text.indexable(key.conversation()))
                .bind("scope", Text.indexable(key.scope()))
                .bind("source", Text.indexable(source))
                .bind("millis", time.toMillis())
                .map(row -> Columns.required(row, "answers", Long.class))
                .one());
    }

    private Flux<Line> lines(String statement, ConversationKey key, long position) {
        return of(statement, key, position)
                .flatMapMany(bound -> bound.map(Transcript::line).all());
    }

    private Mono<GenericExecuteSpec> of(String statement, ConversationKey key, long position) {
        return Mono.fromSupplier(() -> database.sql(statement)
                .bind("conversation", Text.indexable(key.conversation()))
                .bind("scope", Text.indexable(key.scope()))
                .bind("position", position));
    }

    private static Line line(Readable row) {
        JsonNode data = Lenient.json(row.get("data", byte[].class));
        return new Line(
                Columns.required(row, "id", Long.class),
                Columns.required(row, "type", String.class).equals("message.received"),
                data.path("private").asBoolean(false),
                data.at("/sender/name").asString(""),
                text(data));
    }

    /** What a message says in words: its text, or the words below a file. */
    static String text(JsonNode data) {
        JsonNode content = data.path("content");
        String text = content.path("text").asString("");
        return text.isEmpty() ? content.path("caption").asString("") : text;
    }
}
