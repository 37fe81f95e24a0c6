package dev.carteiro.bridge;

import dev.carteiro.store.Columns;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The chats of one bridge: which contact and which conversation each is in Chatwoot. */
final class ChatTable {

    private static final String COLUMNS = "chat, contact, source_id, conversation, name, picture";

    private static final String BY_CHAT =
            "SELECT " + COLUMNS + " FROM bridge_chat WHERE bridge = :bridge AND chat = :chat";

    private static final String BY_CONVERSATION =
            "SELECT " + COLUMNS + " FROM bridge_chat WHERE bridge = :bridge AND conversation = :conversation LIMIT 1";

    private static final String SAVE = """
            INSERT INTO bridge_chat (bridge, chat, contact, source_id, conversation, name, picture)
            VALUES (:bridge, :chat, :contact, :source, :conversation, :name, :picture)
            ON CONFLICT (bridge, chat) DO UPDATE
            SET contact = excluded.contact, source_id = excluded.source_id, conversation = excluded.conversation,
                name = excluded.name, picture = excluded.picture
            """;

    private static final String FORGET = "DELETE FROM bridge_chat WHERE bridge = :bridge AND chat = :chat";

    /** A chat that was known by its LID has a number now, unless that number has a chat of its own. */
    private static final String RENAME = """
            UPDATE bridge_chat SET chat = :phone WHERE bridge = :bridge AND chat = :lid
              AND NOT EXISTS (SELECT FROM bridge_chat o WHERE o.bridge = :bridge AND o.chat = :phone)
            """;

    private static final String LEARN = """
            INSERT INTO bridge_lid AS l (instance, lid, phone) VALUES (:instance, :lid, :phone)
            ON CONFLICT (instance, lid) DO UPDATE SET phone = excluded.phone WHERE l.phone <> excluded.phone
            """;

    private static final String PHONE = "SELECT phone FROM bridge_lid WHERE instance = :instance AND lid = :lid";

    private static final String LID =
            "SELECT lid FROM bridge_lid WHERE instance = :instance AND phone = :phone LIMIT 1";

    private final Database database;
    private final String bridge;

    ChatTable(Database database, String bridge) {
        this.database = database;
        this.bridge = bridge;
    }

    /**
     * A chat as it is known in Chatwoot.
     *
     * @param source the contact's source id in the inbox
     * @param name what we called the contact last
     * @param picture what names the picture that we gave it last
     */
    record Chat(
            String chat,
            @Nullable Long contact,
            @Nullable String source,
            @Nullable Long conversation,
            @Nullable String name,
            @Nullable String picture) {

        static Chat unknown(String chat) {
            return new Chat(chat, null, null, null, null, null);
        }

        Chat in(@Nullable Long number) {
            return new Chat(chat, contact, source, number, name, picture);
        }

        Chat of(long person, String sourceId) {
            return new Chat(chat, person, sourceId, conversation, name, picture);
        }

        Chat called(@Nullable String name) {
            return new Chat(chat, contact, source, conversation, name, picture);
        }

        Chat shown(@Nullable String picture) {
            return new Chat(chat, contact, source, conversation, name, picture);
        }
    }

    /** An unknown one where nothing is known. */
    Mono<Chat> find(String chat) {
        return Mono.defer(() -> database.sql(BY_CHAT)
                .bind("bridge", bridge)
                .bind("chat", Text.indexable(chat))
                .map(ChatTable::chat)
                .one()
                .defaultIfEmpty(Chat.unknown(chat)));
    }

    Mono<Chat> ofConversation(long conversation) {
        return Mono.defer(() -> database.sql(BY_CONVERSATION)
                .bind("bridge", bridge)
                .bind("conversation", conversation)
                .map(ChatTable::chat)
                .one());
    }

    Mono<Chat> save(Chat chat) {
        return Mono.defer(() -> database.sql(SAVE)
                .bind("bridge", bridge)
                .bind("chat", Text.indexable(chat.chat()))
                .bind("contact", Parameters.in(R2dbcType.BIGINT, chat.contact()))
                .bind("source", Text.parameter(chat.source()))
                .bind("conversation", Parameters.in(R2dbcType.BIGINT, chat.conversation()))
                .bind("name", Text.parameter(chat.name()))
                .bind("picture", Text.parameter(chat.picture()))
                .then()
                .thenReturn(chat));
    }

    Mono<Void> forget(String chat) {
        return Mono.defer(() -> database.sql(FORGET)
                .bind("bridge", bridge)
                .bind("chat", Text.indexable(chat))
                .then());
    }

    Mono<Boolean> rename(String lid, String phone) {
        return Mono.defer(() -> database.sql(RENAME)
                .bind("bridge", bridge)
                .bind("lid", Text.indexable(lid))
                .bind("phone", Text.indexable(phone))
                .fetch()
                .rowsUpdated()
                .map(count -> count > 0));
    }

    /** True where that is news. */
    Mono<Boolean> learn(String instance, String lid, String phone) {
        return Mono.defer(() -> database.sql(LEARN)
                .bind("instance", instance)
                .bind("lid", Text.indexable(lid))
                .bind("phone", Text.indexable(phone))
                .fetch()
                .rowsUpdated()
                .map(count -> count > 0));
    }

    Mono<String> phoneOf(String instance, String lid) {
        return Mono.defer(() -> database.sql(PHONE)
                .bind("instance", instance)
                .bind("lid", Text.indexable(lid))
                .map(row -> Columns.required(row, "phone", String.class))
                .one());
    }

    Mono<String> lidOf(String instance, String phone) {
        return Mono.defer(() -> database.sql(LID)
                .bind("instance", instance)
                .bind("phone", Text.indexable(phone))
                .map(row -> Columns.required(row, "lid", String.class))
                .one());
    }

    private static Chat chat(Readable row) {
        return new Chat(
                Columns.required(row, "chat", String.class),
                row.get("contact", Long.class),
                row.get("source_id", String.class),
                row.get("conversation", Long.class),
                row.get("name", String.class),
                row.get("picture", String.class));
    }
}
