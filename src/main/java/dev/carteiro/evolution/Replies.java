package dev.carteiro.evolution;

import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.network.Exchange;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads Evolution's answers, which have several shapes for the same thing (main.ts, instance.controller.ts). */
final class Replies {

    /** In bytes: a page of stored messages may hold thumbnails and, where it was asked for, media. */
    static final int LONGEST = 64 << 20;

    private static final int QUOTED = 300;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST)
                            .build())
                    .build())
            .build();

    private Replies() {}

    static Reply of(Exchange exchange) {
        return switch (exchange) {
            case Exchange.Answered answered -> of(answered.status(), answered.body());
            case Exchange.Unanswered unanswered -> failed(unanswered);
        };
    }

    static Reply.Failed failed(Exchange.Unanswered unanswered) {
        Fault fault = switch (unanswered.cause()) {
            case UNREACHABLE -> Fault.UNREACHABLE;
            case SILENT -> Fault.UNANSWERED;
            case UNREADABLE, OVERLONG -> Fault.BROKEN;
        };
        return new Reply.Failed(fault, unanswered.reason());
    }

    static Reply of(int status, byte[] answer) {
        JsonNode body = parsed(answer);
        boolean good = status >= 200 && status < 300;
        if (good && body.isMissingNode() && answer.length > 0) {
            return new Reply.Failed(Fault.BROKEN, "status " + status + ", but no JSON"); // somebody else's page
        }
        if (good && !body.path("error").asBoolean(false)) {
            return new Reply.Done(body);
        }
        String said = said(body);
        return new Reply.Failed(fault(status, body), "status " + status + (said.isEmpty() ? "" : ": " + said));
    }

    static JsonNode parsed(byte[] answer) {
        try {
            return answer.length == 0 ? MissingNode.getInstance() : JSON.readTree(answer);
        } catch (JacksonException notJson) {
            return MissingNode.getInstance(); // a proxy's page; the status has to do
        }
    }

    /** 200 with {@code "error":true} is a failure (connect and restart, all of 2.x). */
    private static Fault fault(int status, JsonNode body) {
        if (body.path("code").asString("").equals("LICENSE_REQUIRED")) {
            return Fault.UNLICENSED;
        }
        return switch (status) {
            case 401 -> Fault.UNAUTHORIZED;
            case 403 -> said(body).contains("already in use") ? Fault.TAKEN : Fault.UNAUTHORIZED;
            case 404 -> Fault.UNKNOWN;
            case 408, 425, 429 -> Fault.BROKEN; // a proxy's, and only for now
            default -> status >= 400 && status < 500 ? Fault.REFUSED : Fault.BROKEN;
        };
    }

    /** The message without its full stop, however deep it lies: a string, an array, or an array in an array. */
    private static String said(JsonNode body) {
        JsonNode message = body.path("response").path("message");
        if (message.isMissingNode()) {
            message = body.path("message");
        }
        while (message.isArray() && !message.isEmpty()) {
            message = message.path(0);
        }
        boolean nothing = message.isMissingNode() || message.isNull() || message.isArray();
        String text = message.isString() ? message.asString("") : nothing ? "" : message.toString();
        text = text.strip().replace('"', '\'').replace('\n', ' ');
        return text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text.replaceFirst("\\.+$", "");
    }
}
