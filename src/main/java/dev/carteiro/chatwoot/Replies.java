package dev.carteiro.chatwoot;

import dev.carteiro.chatwoot.ChatwootReply.Done;
import dev.carteiro.chatwoot.ChatwootReply.Failed;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import dev.carteiro.network.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads Chatwoot's answers, whose errors have several shapes (request_exception_handler.rb and its neighbours). */
final class Replies {

    /** In bytes: a hundred messages with everything that belongs to them are a few hundred thousand. */
    static final int LONGEST = 8 << 20;

    private static final int QUOTED = 300;

    /** What POST messages refuses for good; whatever else goes wrong there is a 422 as well (messages_controller.rb). */
    private static final List<String> FOR_GOOD = List.of(
            "Content is too long",
            "Incoming messages are only allowed",
            "Attachments exceeded maximum allowed",
            "Validation failed:");

    private static final Pattern NUMBER = Pattern.compile("\\d{8,}");

    private Replies() {}

    /** {@code posting} is for POST messages. */
    static ChatwootReply of(Exchange exchange, boolean posting) {
        return switch (exchange) {
            case Exchange.Answered answered -> of(answered.status(), answered.body(), posting);
            case Exchange.Unanswered unanswered -> new Failed(fault(unanswered.cause()), 0, unanswered.reason());
        };
    }

    private static Fault fault(Exchange.Cause cause) {
        return switch (cause) {
            case UNREACHABLE -> Fault.UNREACHABLE;
            case SILENT -> Fault.UNANSWERED;
            case UNREADABLE, OVERLONG -> Fault.BROKEN;
        };
    }

    private static ChatwootReply of(int status, byte[] answer, boolean posting) {
        String text = new String(answer, StandardCharsets.UTF_8).strip();
        JsonNode body = parsed(text);
        if (status >= 200 && status < 300) {
            return body.isMissingNode() && !text.isEmpty()
                    ? new Failed(Fault.BROKEN, status, "status " + status + ", but no JSON") // somebody else's page
                    : new Done(body);
        }
        String said = body.isMissingNode() ? plain(text) : said(body);
        return new Failed(
                fault(status, said, posting), status, "status " + status + (said.isEmpty() ? "" : ": " + quoted(said)));
    }

    private static JsonNode parsed(String text) {
        try {
            return text.isEmpty()
                    ? MissingNode.getInstance()
                    : JsonMapper.shared().readTree(text);
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static Fault fault(int status, String said, boolean posting) {
        return switch (status) {
            case 401 -> Fault.UNAUTHORIZED;
            case 404 -> Fault.NOT_FOUND;
            case 413 -> Fault.TOO_LARGE;
            case 429 -> Fault.LIMITED;
            case 408, 425 -> Fault.BROKEN; // a proxy's, and only for now
            case 422 -> unprocessable(said, posting);
            default -> status >= 400 && status < 500 ? Fault.INVALID : Fault.BROKEN;
        };
    }

    private static Fault unprocessable(String said, boolean posting) {
        if (said.contains("Too many messages")) { // in one conversation within a minute
            return Fault.LIMITED;
        }
        if (said.contains("already been taken") || said.contains("source_id should be unique")) {
            return Fault.TAKEN;
        }
        return posting && FOR_GOOD.stream().noneMatch(said::contains) ? Fault.BROKEN : Fault.INVALID;
    }

    /** {@code error} or {@code message} as text, or {@code errors}: a list, or lists by what they are about. */
    private static String said(JsonNode body) {
        for (String name : List.of("error", "message", "errors", "description")) {
            String text = flat(body.path(name));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String flat(JsonNode node) {
        if (node.isString()) {
            return node.asString("").strip();
        }
        if (node.isObject() && node.has("message")) {
            return flat(node.path("message"));
        }
        return node.valueStream()
                .map(Replies::flat)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** "Retry later", and no pages of proxies. */
    private static String plain(String text) {
        return text.startsWith("<") ? "" : text;
    }

    /** In one line and without what may be somebody's number. */
    private static String quoted(String said) {
        String line =
                NUMBER.matcher(said.replaceAll("\\s+", " ").replace('"', '\'')).replaceAll("…");
        return line.length() > QUOTED ? line.substring(0, QUOTED - 1) + "…" : line.replaceFirst("\\.+$", "");
    }
}
