package dev.carteiro.fake;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The answers with which an Evolution server refuses. */
final class WhatsAppErrors {

    private WhatsAppErrors() {}

    private static Refused refused(int status, JsonNode message) {
        String reason = HttpResponseStatus.valueOf(status).reasonPhrase();
        ObjectNode response = Json.object("message", message);
        return new Refused(Answer.json(status, Json.object("status", status, "error", reason, "response", response)));
    }

    static Refused bad(String message) {
        return refused(400, Json.array(List.of(message)));
    }

    /** A body that its schema does not allow: an array in an array. */
    static Refused schema(List<String> messages) {
        return refused(400, Json.array(List.of(Json.array(messages))));
    }

    static Refused noInstance(String name) {
        return refused(404, Json.array(List.of("The \"%s\" instance does not exist".formatted(name))));
    }

    static Refused notFound(String message) {
        return refused(404, Json.array(List.of(message)));
    }

    static Refused unauthorized() {
        return refused(401, StringNode.valueOf("Unauthorized"));
    }

    static Refused internal(String message) {
        return refused(500, StringNode.valueOf(message));
    }

    static Refused noNumber(String jid, String number) {
        ObjectNode found = Json.object("jid", jid, "exists", false, "number", number);
        return refused(400, Json.array(List.of(found)));
    }
}
