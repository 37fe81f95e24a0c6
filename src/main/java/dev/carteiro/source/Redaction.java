package dev.carteiro.source;

import dev.carteiro.source.KeySpans.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes Evolution's key out of a body: the string under {@code apikey} or {@code api_key} of the envelope. Every other byte
 * stays as it was received.
 */
final class Redaction {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String REDACTED = "[redacted]";
    private static final byte[] REPLACEMENT = ('"' + REDACTED + '"').getBytes(StandardCharsets.US_ASCII);

    private Redaction() {}

    /** The body itself where there is nothing to take out. */
    static byte[] of(byte[] body, JsonNode json) {
        if (!holdsKey(json)) {
            return body;
        }
        List<Span> found = KeySpans.of(body);
        List<Span> spans = found == null ? parsed(body) : found;
        // In UTF-16 and UTF-32 Jackson counts no bytes; a key must not survive for that.
        return spans.isEmpty() || !spans.stream().allMatch(span -> span.quoted(body))
                ? rewritten(json)
                : spliced(body, spans);
    }

    private static boolean holdsKey(JsonNode json) {
        if (json.isArray()) {
            for (JsonNode element : json) {
                if (element.isObject() && holdsKey(element)) {
                    return true;
                }
            }
            return false;
        }
        return json.path("apikey").isString() || json.path("api_key").isString();
    }

    /** By a parser, which understands every way to write a name. */
    static List<Span> parsed(byte[] body) {
        List<Span> spans = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            boolean array = parser.nextToken() == JsonToken.START_ARRAY;
            for (JsonToken token = array ? parser.nextToken() : parser.currentToken();
                    token == JsonToken.START_OBJECT || (array && token != JsonToken.END_ARRAY && token != null);
                    token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    collect(parser, spans);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return spans;
    }

    private static void collect(JsonParser parser, List<Span> spans) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && isKey(name)) {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.finishToken();
                spans.add(new Span(start, (int) parser.currentLocation().getByteOffset()));
            }
            parser.skipChildren();
        }
    }

    private static boolean isKey(String name) {
        return name.equals("apikey") || name.equals("api_key");
    }

    private static byte[] spliced(byte[] body, List<Span> spans) {
        int taken = spans.stream().mapToInt(span -> span.end() - span.start()).sum();
        // Made to measure: a body may be tens of megabytes, and this is the one copy of it.
        byte[] kept = new byte[body.length - taken + spans.size() * REPLACEMENT.length];
        int from = 0;
        int to = 0;
        for (Span span : spans) {
            System.arraycopy(body, from, kept, to, span.start() - from);
            to += span.start() - from;
            System.arraycopy(REPLACEMENT, 0, kept, to, REPLACEMENT.length);
            to += REPLACEMENT.length;
            from = span.end();
        }
        System.arraycopy(body, from, kept, to, body.length - from);
        return kept;
    }

    private static byte[] rewritten(JsonNode json) {
        JsonNode copy = json.deepCopy();
        Iterable<JsonNode> envelopes = copy.isArray() ? copy : List.of(copy);
        for (JsonNode envelope : envelopes) {
            if (envelope instanceof ObjectNode object) {
                List.of("apikey", "api_key").stream()
                        .filter(name -> object.path(name).isString())
                        .forEach(name -> object.put(name, REDACTED));
            }
        }
        return JsonMapper.shared().writeValueAsBytes(copy);
    }
}
