package dev.carteiro.bridge;

import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the records that Evolution's findMessages gives out. */
final class StoredRecord {

    /** Large, and nothing that is shown: files are asked for one by one. */
    private static final Set<String> LEFT_OUT = Set.of("jpegThumbnail", "base64", "MessageUpdate");

    private StoredRecord() {}

    /** Evolution's own key of it: it may have kept one message twice. */
    static String key(JsonNode record) {
        String id = record.path("id").asString("");
        return id.isEmpty() ? record.path("key").toString() : id;
    }

    /** When it was, in seconds; 0 where it does not say. */
    static long at(JsonNode record) {
        JsonNode time = record.path("messageTimestamp");
        return time.isObject() ? time.path("low").asLong(0) : time.asLong(0);
    }

    /** As if it had come by itself. */
    static byte[] event(String instance, JsonNode record) {
        ObjectNode envelope = JsonMapper.shared()
                .createObjectNode()
                .put("event", "messages.upsert")
                .put("instance", instance);
        JsonNode data = record.deepCopy();
        slim(data);
        envelope.set("data", data);
        envelope.put("date_time", Instant.ofEpochSecond(at(record)).toString());
        return JsonMapper.shared().writeValueAsBytes(envelope);
    }

    private static void slim(JsonNode node) {
        if (node instanceof ObjectNode object) {
            LEFT_OUT.forEach(object::remove);
        }
        node.forEach(StoredRecord::slim);
    }
}
