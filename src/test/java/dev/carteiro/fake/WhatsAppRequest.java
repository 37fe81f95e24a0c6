package dev.carteiro.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call of an Evolution server: the instance that it is about, and its body, whose long strings were taken out. */
record WhatsAppRequest(Inbound inbound, WhatsAppInstance instance, ObjectNode json, List<Base64Text> strings) {

    WhatsAppRequest {
        strings = List.copyOf(strings);
    }

    /** Refuses a body in which one of these is missing. */
    void require(String... members) {
        List<String> missing = Stream.of(members)
                .filter(member -> Json.member(json, member) == null)
                .map(member -> "instance requires property \"%s\"".formatted(member))
                .toList();
        if (!missing.isEmpty()) {
            throw WhatsAppErrors.schema(missing);
        }
    }

    String text(String member) {
        return Json.text(json, member, "");
    }

    long delay() {
        Long delay = Json.number(json, "delay");
        return delay == null ? 0 : delay;
    }

    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : json.path(member)) {
            texts.add(each.asString());
        }
        return texts;
    }

    /** The base64 that a member holds, or null where it holds none. */
    @Nullable Base64Text base64(String member) {
        String text = text(member);
        Base64Text found = text.startsWith(LongStrings.MARK)
                ? strings.get(Integer.parseInt(text.substring(LongStrings.MARK.length())))
                : Base64Text.of(text);
        return found.isValid() ? found : null;
    }

    /** What answers such a call. */
    @FunctionalInterface
    interface Handler {

        Answer answer(WhatsAppRequest request) throws Exception;
    }
}
