package dev.carteiro.crew;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what others write, as far as it can be read. */
final class Lenient {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int LONGEST_REASON = 300;

    private Lenient() {}

    /** Missing where it is no JSON, or nothing at all. */
    static JsonNode json(byte @Nullable [] bytes) {
        try {
            return bytes == null || bytes.length == 0 ? JSON.missingNode() : JSON.readTree(bytes);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    /** The same. */
    static JsonNode json(String text) {
        try {
            return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    /** As much of a reason as a log and a table should have. */
    static String brief(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }
}
