package dev.carteiro.bridge;

import dev.carteiro.event.Recorded;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the history that Evolution passes on after a pairing ({@code messages.set}) from what happens now: thousands of old
 * messages that nobody must be notified of.
 */
final class Synced {

    private Synced() {}

    /** The name of the event stands before its data, so that no more than the beginning is read. */
    static boolean is(Recorded event) {
        if (!event.envelope().type().startsWith("message.")) {
            return false;
        }
        try (JsonParser body = JsonMapper.shared().createParser(event.body())) {
            return body.nextToken() == JsonToken.START_OBJECT && named(body);
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private static boolean named(JsonParser body) {
        while (body.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean event = body.currentName().equals("event");
            body.nextToken();
            if (event) {
                return "messages.set".equals(body.getString());
            }
            if (!body.currentToken().isScalarValue()) {
                return false;
            }
        }
        return false;
    }
}
