package dev.carteiro.bridge;

import dev.carteiro.bridge.Row.State;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is which on the other side, for one bridge. */
final class MessageTable {

    private static final String BEGIN = """
            INSERT INTO bridge_message (bridge, direction, whatsapp_id, chatwoot_id, part, chat, conversation, participant, from_me,
                                        state, words, told, anchor)
            VALUES (:bridge, :direction, :whatsapp, :chatwoot, :part, :chat, :conversation, :participant, :fromMe, 'begun', :words, :told,
                    (SELECT max(m.chatwoot_id) FROM bridge_message m
                     WHERE m.bridge = :bridge AND m.conversation = :conversation AND m.chatwoot_id IS NOT NULL))
            ON CONFLICT DO NOTHING
            RETURNING\s""" + Row.COLUMNS;

    private static final String AGAIN = """
            UPDATE bridge_message b
            SET state = 'begun', status = 0, begun_at = now(), ended_at = NULL, conversation = :conversation, words = coalesce(:words, words),
                anchor = (SELECT max(m.chatwoot_id) FROM bridge_message m
                          WHERE m.bridge = b.bridge AND m.conversation = :conversation AND m.chatwoot_id IS NOT NULL)
            WHERE id = :id AND state IN ('begun', 'abandoned', 'waiting', 'failed')
            """;

    private static final String BY_WHATSAPP =
            "SELECT " + Row.COLUMNS + " FROM bridge_message WHERE bridge = :bridge AND whatsapp_id = :whatsapp";

    private static final String BY_CHATWOOT = "SELECT " + Row.COLUMNS
            + " FROM bridge_message WHERE bridge = :bridge AND chatwoot_id = :chatwoot ORDER BY id";

    private static final String OPEN = "SELECT " + Row.COLUMNS + """
             FROM bridge_message
            WHERE bridge = :bridge AND chat = ANY (:chats) AND state = 'begun' AND direction = 'whatsapp'
              AND begun_at > now() - interval '30 minutes' ORDER BY id
            """;

    private static final String OPEN_ANYWHERE = "SELECT " + Row.COLUMNS + """
             FROM bridge_message
            WHERE bridge = :bridge AND state = 'begun' AND direction = 'whatsapp' AND begun_at > now() - interval '5 minutes'
            ORDER BY id LIMIT 100
            """;

    /** Not where another row has it: of two who say so, one is right. */
    private static final String ADOPT = """
            UPDATE bridge_message b SET whatsapp_id = :whatsapp, state = 'there'
            WHERE id = :id AND state IN ('begun', 'abandoned', 'waiting')
              AND NOT EXISTS (SELECT FROM bridge_message o
                              WHERE o.bridge = b.bridge AND o.whatsapp_id = :whatsapp AND o.id <> b.id)
            """;

    private static final String POSTED =
            "UPDATE bridge_message SET chatwoot_id = :chatwoot, state = 'there' WHERE id = :id";

    private static final String STATE = "UPDATE bridge_message SET state = :state WHERE id = :id";

    private static final String WORDS =
            "UPDATE bridge_message SET words = :words, told = coalesce(:told, told) WHERE id = :id";

    private static final String ENDED = "UPDATE bridge_message SET ended_at = now() WHERE id = :id";

    private static final String ABANDON = """
            UPDATE bridge_message SET state = 'abandoned'
            WHERE bridge = :bridge AND chatwoot_id = :chatwoot AND state = 'begun' AND direction = 'whatsapp'
            """;

    private static final String STATUS =
            "UPDATE bridge_message SET status = greatest(status, :status) WHERE id = :id AND status < :status";

    private static final String KNOWN =
            "SELECT whatsapp_id FROM bridge_message WHERE bridge = :bridge AND whatsapp_id = ANY (:whatsapp)";

    private final Database database;
    private final String bridge;

    MessageTable(Database database, String bridge) {
        this.database = database;
        this.bridge = bridge;
    }

    /** What is known of a message before it goes over. */
    record Draft(
            String direction,
            @Nullable String whatsapp,
            @Nullable Long chatwoot,
            String part,
            Row.Address address,
            boolean fromMe,
            @Nullable String words,
            @Nullable String told) {

        static final String TO_CHATWOOT = "chatwoot";
        static final String TO_WHATSAPP = "whatsapp";
    }

    /** Writes down that it is begun; where that was written down before, what has become of it since. */
    Mono<Row> begin(Draft draft) {
        return Mono.defer(() -> of(BEGIN)
                        .bind("direction", draft.direction())
                        .bind("whatsapp", key(draft.whatsapp()))
                        .bind("chatwoot", number(draft.chatwoot()))
                        .bind("part", draft.part())
                        .bind("chat", Text.indexable(draft.address().chat()))
                        .bind("conversation", number(draft.address().conversation()))
                        .bind("participant", Text.parameter(draft.address().participant()))
                        .bind("fromMe", draft.fromMe())
                        .bind("words", Text.parameter(draft.words()))
                        .bind("told", Text.parameter(draft.told()))
                        .map(Row::fresh)
                        .one())
                .switchIfEmpty(Mono.defer(() -> earlier(draft)));
    }

    private Mono<Row> earlier(Draft draft) {
        Long chatwoot = draft.chatwoot();
        if (draft.direction().equals(Draft.TO_WHATSAPP) && chatwoot != null) {
            return parts(chatwoot)
                    .filter(row -> row.part().equals(draft.part()))
                    .next();
        }
        return byWhatsapp(String.valueOf(draft.whatsapp()));
    }

    /** It goes over once more, perhaps to another conversation; false where it has turned out to be there meanwhile. */
    Mono<Boolean> again(Row row, @Nullable Long conversation, @Nullable String words) {
        return Mono.defer(() -> database.sql(AGAIN)
                .bind("id", row.id())
                .bind("conversation", number(conversation))
                .bind("words", Text.parameter(words))
                .fetch()
                .rowsUpdated()
                .map(count -> count > 0));
    }

    Mono<Row> byWhatsapp(String id) {
        return Mono.defer(() -> of(BY_WHATSAPP)
                .bind("whatsapp", Text.indexable(id))
                .map(Row::of)
                .one());
    }

    /** All rows of a Chatwoot message: its parts, where it went to WhatsApp; the one that it came from, where it came from there. */
    Flux<Row> parts(long chatwoot) {
        return Flux.defer(
                () -> of(BY_CHATWOOT).bind("chatwoot", chatwoot).map(Row::of).all());
    }

    /** What is on its way to one of these chats, and nobody knows how far. */
    Flux<Row> open(Collection<String> chats) {
        return Flux.defer(() -> of(OPEN).bind("chats", chats.toArray(String[]::new))
                .map(Row::of)
                .all());
    }

    /** The same for all chats, the latest of them. */
    Flux<Row> openAnywhere() {
        return Flux.defer(() -> of(OPEN_ANYWHERE).map(Row::of).all());
    }

    /** It is this one on WhatsApp; false where another message is. */
    Mono<Boolean> adopt(Row row, String whatsapp) {
        return Mono.defer(() -> database.sql(ADOPT)
                .bind("id", row.id())
                .bind("whatsapp", Text.indexable(whatsapp))
                .fetch()
                .rowsUpdated()
                .map(count -> count > 0));
    }

    Mono<Void> posted(Row row, long chatwoot) {
        return Mono.defer(() -> database.sql(POSTED)
                .bind("id", row.id())
                .bind("chatwoot", chatwoot)
                .then());
    }

    Mono<Void> state(Row row, State state) {
        return Mono.defer(() -> database.sql(STATE)
                .bind("id", row.id())
                .bind("state", state.word())
                .then());
    }

    Mono<Void> words(Row row, String words, @Nullable String told) {
        return Mono.defer(() -> database.sql(WORDS)
                .bind("id", row.id())
                .bind("words", words)
                .bind("told", Text.parameter(told))
                .then());
    }

    /** An attempt is over on our side, whatever has become of it on the other. */
    Mono<Void> ended(Row row) {
        return Mono.defer(() -> database.sql(ENDED).bind("id", row.id()).then());
    }

    /** Nobody waits any more for what is begun of this message. */
    Mono<Void> abandon(long chatwoot) {
        return Mono.defer(() -> of(ABANDON).bind("chatwoot", chatwoot).then());
    }

    Mono<Void> status(Row row, int status) {
        return Mono.defer(() ->
                database.sql(STATUS).bind("id", row.id()).bind("status", status).then());
    }

    /** Those of {@code ids} that some row has. */
    Mono<List<String>> known(Collection<String> ids) {
        return Mono.defer(() -> of(KNOWN)
                .bind("whatsapp", ids.stream().map(Text::indexable).toArray(String[]::new))
                .map(row -> String.valueOf(row.get("whatsapp_id", String.class)))
                .all()
                .collectList());
    }

    private GenericExecuteSpec of(String statement) {
        return database.sql(statement).bind("bridge", bridge);
    }

    private static Parameter key(@Nullable String text) {
        return Parameters.in(R2dbcType.VARCHAR, text == null ? null : Text.indexable(text));
    }

    private static Parameter number(@Nullable Long number) {
        return Parameters.in(R2dbcType.BIGINT, number);
    }
}
