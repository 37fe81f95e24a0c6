package dev.carteiro.crew;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An answer that came as server-sent events: AG-UI's, whose text comes in pieces ({@code TEXT_MESSAGE_CONTENT} and
 * {@code TEXT_MESSAGE_CHUNK} with a {@code delta}) and which may end with a {@code RUN_ERROR}, or OpenAI's pieces.
 */
final class EventStream {

    private static final String DATA = "data:";

    private EventStream() {}

    static boolean is(String text) {
        return (text.startsWith(DATA) || text.startsWith("event:") || text.startsWith(":"))
                && text.lines()
                        .filter(line -> line.startsWith(DATA))
                        .map(line -> line.substring(DATA.length()).strip())
                        .anyMatch(line ->
                                line.equals("[DONE]") || Lenient.json(line).isObject());
    }

    static Said read(String text) {
        StringBuilder all = new StringBuilder();
        List<String> lines = text.lines()
                .filter(line -> line.startsWith(DATA))
                .map(line -> line.substring(DATA.length()).strip())
                .filter(line -> !line.isEmpty() && !line.equals("[DONE]"))
                .toList();
        for (String line : lines) {
            JsonNode event = Lenient.json(line);
            if (event.path("type").asString("").equals("RUN_ERROR")) {
                return new Said.Failed(
                        "it says that it has failed: " + event.path("message").asString("it does not say why"));
            }
            all.append(event.path("delta").asString(""))
                    .append(event.at("/choices/0/delta/content").asString(""));
        }
        return all.toString().isBlank() ? new Said.Nothing() : Said.Reply.of(all.toString());
    }
}
