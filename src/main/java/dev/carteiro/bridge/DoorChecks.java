package dev.carteiro.bridge;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.source.Demand;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether our own door lets in what Chatwoot sends, and whether Chatwoot knocks there once only. */
final class DoorChecks {

    static final String SECRET = "webhook-secret";
    static final String TWICE = "webhook-twice";

    private DoorChecks() {}

    /** Whether the source takes the inbox's token or signature; {@code inbox} as Chatwoot shows it. */
    static Finding secret(JsonNode inbox, @Nullable Demand demand) {
        if (demand == null) {
            return Finding.problem(
                    SECRET,
                    "No source of the type chatwoot is configured, so nothing that Chatwoot sends is taken.",
                    "Add chatwoot: { type: chatwoot } below carteiro.sources.");
        }
        String token = token(inbox.path("webhook_url").asString(""));
        String source = "The source " + demand.source();
        if (!demand.any()) {
            return Finding.ok(SECRET, source + " asks for neither token nor signature.");
        }
        if (token != null && demand.takesToken(token)) {
            return Finding.ok(SECRET, source + " takes the token in the inbox's webhook URL.");
        }
        return demand.signed() ? signed(inbox.path("secret").asString(""), demand) : unopened(token, demand);
    }

    private static Finding signed(String secret, Demand demand) {
        String key = "carteiro.sources." + demand.source() + ".secret";
        if (secret.isEmpty()) {
            return Finding.unknown(
                    SECRET,
                    "Chatwoot shows an inbox's secret to administrators only, and has none before 4.13.0; whether it is in "
                            + key + " is not known.");
        }
        return demand.takesSecret(secret)
                ? Finding.ok(SECRET, "The source " + demand.source() + " knows the inbox's secret.")
                : Finding.problem(
                        SECRET,
                        "The source " + demand.source()
                                + " asks for a signature, and the inbox signs with a secret that it does not know.",
                        "Add the secret from the inbox's settings in Chatwoot to " + key + ", which may be a list.");
    }

    private static Finding unopened(@Nullable String token, Demand demand) {
        return Finding.problem(
                SECRET,
                "The source " + demand.source() + " asks for a token, and the inbox's webhook URL has "
                        + (token == null ? "none." : "another one."),
                "Put ?token= with a token of carteiro.sources." + demand.source() + " behind the inbox's webhook URL.");
    }

    private static @Nullable String token(String url) {
        for (String part : url.replaceFirst("^[^?]*\\??", "").split("&", -1)) {
            if (part.startsWith("token=")) {
                return decoded(part.substring("token=".length()));
            }
        }
        return null;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return value;
        }
    }

    /**
     * Whether an account webhook comes to the same source as the inbox's.
     *
     * @param inboxUrl where the inbox sends; empty where that is not known
     * @param ours where it is to send; null where nobody has said how we are reached
     */
    static Finding twice(ChatwootReply webhooks, String inboxUrl, @Nullable String ours, @Nullable Demand demand) {
        return switch (webhooks) {
            case ChatwootReply.Failed failed ->
                failed.fault() == ChatwootReply.Fault.UNAUTHORIZED
                        ? Finding.unknown(TWICE, "Only administrators see the account's webhooks.")
                        : ChatwootChecks.unknown(TWICE, failed);
            case ChatwootReply.Done done -> {
                List<String> same = done.body()
                        .path("payload")
                        .path("webhooks")
                        .valueStream()
                        .map(webhook -> Shown.url(webhook.path("url").asString("")))
                        .filter(url -> sameDoor(url, Shown.url(inboxUrl), ours == null ? "" : Shown.url(ours), demand))
                        .toList();
                yield same.isEmpty()
                        ? Finding.ok(TWICE, "No account webhook comes to the bridge's source.")
                        : twice(same);
            }
        };
    }

    private static Finding twice(List<String> same) {
        return Finding.problem(
                TWICE,
                "The account has a webhook to " + String.join(" and ", same)
                        + " as well: everything comes twice, and what comes there first has no instance or a wrong one.",
                "Delete it in Chatwoot under Settings > Integrations > Webhooks, or give it a source of its own: a second"
                        + " one of type chatwoot, and its URL ending in /webhook/ and that source's name.");
    }

    private static boolean sameDoor(String url, String inbox, String ours, @Nullable Demand demand) {
        String path = path(url);
        boolean here = host(url).equals(host(inbox)) || host(url).equals(host(ours));
        boolean door = path.startsWith("/chatwoot/webhook/")
                || path.equals("/webhook")
                || (demand != null && path.equals("/webhook/" + demand.source()));
        return !url.isEmpty() && (url.equals(inbox) || url.equals(ours) || (here && door));
    }

    private static String host(String url) {
        return url.replaceFirst("^([a-z]+://[^/]*).*", "$1");
    }

    private static String path(String url) {
        return url.replaceFirst("^[a-z]+://[^/]*", "").replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
    }
}
