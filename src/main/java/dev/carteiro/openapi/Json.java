package dev.carteiro.openapi;

import java.util.LinkedHashMap;
import java.util.Map;

/** Objects whose members keep their order, so that the document is the same each time. */
final class Json {

    private Json() {}

    /** An object of a key, its value, a key, its value, and so on. */
    static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return json;
    }
}
