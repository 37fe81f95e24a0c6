package dev.carteiro.takeover;

import dev.carteiro.store.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one event of a conversation says of who has it.
 *
 * @param person whether a person wrote it to the customer
 * @param given whether it gives the conversation back to the agent: pending again, or resolved
 * @param standing how Chatwoot's conversation stood; null where the event does not say
 * @param scoped whether it says of which account it is
 * @param inbox Chatwoot's; 0 where the event does not say
 */
record Trace(
        long position,
        Instant at,
        boolean person,
        boolean given,
        @Nullable Standing standing,
        boolean scoped,
        long inbox) {

    /** The columns of {@link #of}; a body of more than {@code :most} bytes is not read. */
    static final String COLUMNS =
            "e.id, e.type, e.scope, e.at, CASE WHEN octet_length(e.data) <= :most THEN e.data END AS data,"
                    + " CASE WHEN octet_length(b.body) <= :most THEN b.body END AS body";

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * How a conversation of Chatwoot stood.
     *
     * @param status {@code open}, {@code pending}, {@code resolved} or {@code snoozed}
     * @param assigned whether to a person, and not to a bot
     * @param updated when, in seconds; webhooks overtake each other
     */
    record Standing(String status, boolean assigned, double updated) {}

    static Trace of(Readable row) {
        JsonNode body = json(row.get("body", byte[].class));
        JsonNode data = json(row.get("data", byte[].class));
        String type = Columns.required(row, "type", String.class);
        Standing standing = standing(body);
        return new Trace(
                Columns.required(row, "id", Long.class),
                at(row, body),
                type.equals("message.sent") && !data.path("private").asBoolean(false) && person(body),
                standing != null && given(body, standing),
                standing,
                !"unknown".equals(row.get("scope", String.class)),
                conversation(body).path("inbox_id").asLong(0));
    }

    /** What a bridge has brought in later happened when it says, and not when Chatwoot heard of it. */
    private static Instant at(Readable row, JsonNode body) {
        long seconds = body.at("/content_attributes/external_created_at").asLong(0);
        return seconds > 0 ? Instant.ofEpochSecond(seconds) : Columns.required(row, "at", Instant.class);
    }

    private static JsonNode conversation(JsonNode body) {
        return body.path("conversation").isObject() ? body.path("conversation") : body;
    }

    private static JsonNode json(byte @Nullable [] bytes) {
        try {
            return bytes == null ? JSON.missingNode() : JSON.readTree(bytes);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    /** Chatwoot says who wrote; of a gateway's messages, those that came over its API were written by a program. */
    private static boolean person(JsonNode body) {
        if (body.has("message_type")) {
            return Takeovers.isPersons(body);
        }
        return !body.path("fromApi").asBoolean(false) // W-API
                && !body.path("event")
                        .asString("")
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.')
                        .startsWith("send.message");
    }

    /** Made pending it is the bot's turn, and what was resolved begins anew. Other changes repeat the status as it was. */
    private static boolean given(JsonNode body, Standing standing) {
        boolean told = body.path("event").asString("").equals("conversation_status_changed")
                || body.path("changed_attributes").valueStream().anyMatch(change -> change.has("status"));
        return told && (standing.status().equals("pending") || standing.status().equals("resolved"));
    }

    private static @Nullable Standing standing(JsonNode body) {
        JsonNode conversation = conversation(body);
        String status = conversation.path("status").asString("");
        JsonNode meta = conversation.path("meta");
        if (status.isEmpty() || !meta.isObject()) {
            return null;
        }
        return new Standing(
                status, assigned(meta), conversation.path("updated_at").asDouble(0));
    }

    /** Chatwoot before 4.7 tells no {@code assignee_type}, but has no bots as assignees either. */
    private static boolean assigned(JsonNode meta) {
        String kind = meta.path("assignee_type").asString("");
        String type = meta.path("assignee").path("type").asString("");
        return meta.path("assignee").isObject() && !kind.equals("AgentBot") && !type.equals("agent_bot");
    }
}
