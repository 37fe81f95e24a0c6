package dev.carteiro.bridge;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.bridge.Inbox.Known;
import dev.carteiro.bridge.Inbox.Wanted;
import dev.carteiro.chatwoot.ChatwootReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether the inbox is there, is one that a bridge can use, and sends to us what happens in it. */
final class InboxChecks {

    private static final String INBOX = "inbox";
    private static final String WEBHOOK = "inbox-webhook";
    private static final String API = "Channel::Api";

    private InboxChecks() {}

    /** Of {@code inboxes} the one that the bridge writes to, or would write to; null where it is not among them. */
    static @Nullable JsonNode find(ChatwootReply inboxes, @Nullable Known known, Wanted wanted) {
        if (!(inboxes instanceof ChatwootReply.Done done)) {
            return null;
        }
        String name = known == null ? wanted.name() : Long.toString(known.id());
        return done.body()
                .path("payload")
                .valueStream()
                .filter(inbox -> name.equals(inbox.path("id").asString(""))
                        || (known == null && name.equals(inbox.path("name").asString(""))))
                .findFirst()
                .orElse(null);
    }

    /** {@code inbox} is what {@link #find} has found. */
    static List<Finding> of(ChatwootReply inboxes, @Nullable Known known, @Nullable JsonNode inbox, Wanted wanted) {
        if (inboxes instanceof ChatwootReply.Failed failed) {
            return List.of(ChatwootChecks.unknown(INBOX, failed), ChatwootChecks.unknown(WEBHOOK, failed));
        }
        if (inbox == null) {
            return List.of(missing(known, wanted), url(wanted));
        }
        String channel = inbox.path("channel_type").asString("");
        return channel.equals(API)
                ? List.of(Finding.ok(INBOX, "The inbox " + named(inbox) + " is there."), webhook(inbox, wanted))
                : List.of(Finding.problem(
                        INBOX,
                        "The inbox " + named(inbox) + " is of the kind " + channel + ".",
                        "Make an inbox of the kind API, and name it in the bridge's chatwoot.inbox."));
    }

    private static String named(JsonNode inbox) {
        return "\"" + Shown.text(inbox.path("name").asString("")) + "\" ("
                + inbox.path("id").asString("") + ")";
    }

    private static Finding missing(@Nullable Known known, Wanted wanted) {
        if (known != null) {
            return Finding.problem(
                    INBOX,
                    "The bridge writes to inbox " + known.id() + ", which Chatwoot does not show to the token.",
                    "If it was deleted, name another one in the bridge's chatwoot.inbox; if not, make the token's user a"
                            + " member of it.");
        }
        return wanted.autoCreate()
                ? Finding.ok(INBOX, "The inbox \"" + wanted.name() + "\" is made with the first message.")
                : Finding.problem(
                        INBOX,
                        "Chatwoot shows no inbox \"" + wanted.name() + "\" to the token.",
                        "Name an inbox of the kind API in the bridge's chatwoot.inbox and make the token's user a member of"
                                + " it, or set auto-create to true with an administrator's token.");
    }

    private static Finding url(Wanted wanted) {
        return wanted.webhookUrl() == null
                ? nowhere(wanted)
                : Finding.ok(WEBHOOK, "It will send to " + Shown.url(wanted.webhookUrl()) + ".");
    }

    private static Finding nowhere(Wanted wanted) {
        return Finding.problem(
                WEBHOOK,
                "Nobody has said how Chatwoot reaches us.",
                "Set carteiro.public-url, and the inbox's webhook URL to that with " + path(wanted) + " behind it.");
    }

    private static Finding webhook(JsonNode inbox, Wanted wanted) {
        String ours = wanted.webhookUrl();
        if (inbox.path("webhook_url").isMissingNode()) {
            return Finding.unknown(WEBHOOK, "Chatwoot does not tell the inbox's webhook URL to this token.");
        }
        if (ours == null) {
            return nowhere(wanted);
        }
        String there = Shown.url(inbox.path("webhook_url").asString(""));
        return there.equals(Shown.url(ours))
                ? Finding.ok(WEBHOOK, "The inbox sends to " + there + ".")
                : Finding.problem(
                        WEBHOOK,
                        there.isBlank()
                                ? "The inbox has no webhook URL, so nobody hears what agents write."
                                : "The inbox sends to " + there + " instead of " + Shown.url(ours) + ".",
                        "Set the inbox's webhook URL to " + Shown.url(ours)
                                + ", with ?token= where the source asks for one"
                                + " (GET /chatwoot/find shows it in whole); if the other address is ours too, make it"
                                + " carteiro.public-url.");
    }

    private static String path(Wanted wanted) {
        return "/chatwoot/webhook/" + Names.encoded(wanted.instance());
    }
}
