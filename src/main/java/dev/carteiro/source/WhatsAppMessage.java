package dev.carteiro.source;

import dev.carteiro.event.Ad;
import dev.carteiro.event.Content;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message in WhatsApp's own terms, as Evolution and W-API pass it on.
 *
 * @param frame what stands around the message: its context, type and, for a vote, the poll's options
 * @param message as it came
 * @param inner the same without its wrappers
 */
record WhatsAppMessage(JsonNode frame, JsonNode message, JsonNode inner) {

    /** What stands beside the content without being one. */
    private static final Set<String> BESIDE = Set.of(
            "messageContextInfo", "contextInfo", "senderKeyDistributionMessage", "base64", "mediaUrl", "speechToText");

    private static final Ad NO_AD = new Ad(null, null, null, null);

    static WhatsAppMessage of(JsonNode frame, JsonNode message) {
        return new WhatsAppMessage(frame, message, Wrappers.open(message));
    }

    /** An edit or a deletion, which travel as messages about messages; null for any other message. */
    @Nullable JsonNode protocol() {
        JsonNode protocol = inner.path("protocolMessage");
        return protocol.isObject() ? protocol : null;
    }

    Content content() {
        for (Map.Entry<String, JsonNode> member : inner.properties()) {
            Content content = content(member.getKey(), member.getValue());
            if (content != null) {
                return content;
            }
        }
        return other();
    }

    private @Nullable Content content(String kind, JsonNode node) {
        return switch (kind) {
            case "conversation" -> text(Json.string(node));
            case "extendedTextMessage" -> text(Json.string(node, "text"));
            case "imageMessage", "videoMessage", "ptvMessage", "audioMessage", "documentMessage", "stickerMessage" ->
                node.isObject() ? MediaContent.of(kind, node, message) : null;
            case "locationMessage", "liveLocationMessage" ->
                PlainContent.location(node, kind.startsWith("live") || Json.isTrue(node, "isLive"));
            case "contactMessage" -> node.isObject() ? PlainContent.contact(node) : null;
            case "contactsArrayMessage" -> PlainContent.contacts(node);
            case "reactionMessage" -> PlainContent.reaction(node);
            case "pollCreationMessage",
                    "pollCreationMessageV2",
                    "pollCreationMessageV3",
                    "pollCreationMessageV4",
                    "pollCreationMessageV5" -> PlainContent.poll(node);
            case "pollUpdateMessage" -> PlainContent.vote(node, frame.path("pollUpdates"));
            case "orderMessage" -> PlainContent.order(node);
            default -> text(AnswerContent.of(kind, node));
        };
    }

    /** The id of the message that this one quotes; for a vote that of the poll. */
    @Nullable String replyTo() {
        String quoted = context(context -> Json.string(context, "stanzaId"));
        return quoted == null
                ? Json.string(inner.path("pollUpdateMessage").path("pollCreationMessageKey"), "id")
                : quoted;
    }

    /** The advertisement that was tapped to write this. */
    @Nullable Ad ad() {
        return context(context -> ad(context.path("externalAdReply")));
    }

    private static @Nullable Ad ad(JsonNode reply) {
        Ad ad = new Ad(
                Json.string(reply, "title"),
                Json.string(reply, "body"),
                Json.string(reply, "sourceUrl"),
                Json.string(reply, "thumbnailUrl"));
        return ad.equals(NO_AD) ? null : ad;
    }

    /** What the context says, which stands around the message, in its content or beside it, by version. */
    private <T> @Nullable T context(Function<JsonNode, @Nullable T> reading) {
        T told = reading.apply(frame.path("contextInfo"));
        for (JsonNode node : inner) {
            told = told == null ? reading.apply(node.path("contextInfo")) : told;
        }
        told = told == null ? reading.apply(inner.path("contextInfo")) : told;
        return told == null ? reading.apply(message.path("contextInfo")) : told;
    }

    private static @Nullable Content text(@Nullable String text) {
        return text == null ? null : new Content.Text(text);
    }

    private static @Nullable String words(String kind, JsonNode node) {
        String words = OfferContent.of(kind, node);
        return words == null ? AnswerContent.words(node) : words;
    }

    private Content other() {
        for (Map.Entry<String, JsonNode> member : inner.properties()) {
            if (!BESIDE.contains(member.getKey()) && !member.getValue().isNull()) {
                return new Content.Other(member.getKey(), words(member.getKey(), member.getValue()));
            }
        }
        return new Content.Other(Json.string(frame, "messageType"), null);
    }
}
