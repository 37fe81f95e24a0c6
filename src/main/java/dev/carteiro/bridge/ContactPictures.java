package dev.carteiro.bridge;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads of Evolution's contact events what the canonical event leaves out: where the pictures are. */
final class ContactPictures {

    private static final int PARSED = 4 << 20;

    private ContactPictures() {}

    /** URLs by address; empty where nothing can be read. */
    static Map<String, String> of(byte[] body) {
        Map<String, String> pictures = new HashMap<>();
        try {
            JsonNode data = body.length > PARSED
                    ? JsonMapper.shared().missingNode()
                    : JsonMapper.shared().readTree(body).path("data");
            if (data.isArray()) {
                data.forEach(contact -> add(pictures, contact));
            } else {
                add(pictures, data);
            }
        } catch (JacksonException notJson) {
            return Map.of();
        }
        return pictures;
    }

    private static void add(Map<String, String> pictures, JsonNode contact) {
        String url = contact.path("profilePicUrl").asString("");
        String address = contact.path("remoteJid").asString("");
        if (url.startsWith("http") && !address.isEmpty()) {
            pictures.put(address, url);
        }
    }
}
