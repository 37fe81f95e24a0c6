package dev.carteiro.source;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives W-API's members back the case that they should have: some of its bodies come with all names in lower case, and
 * {@code stanzaID}, {@code selectedID} beside {@code stanzaId}, {@code selectedId}.
 */
final class Casing {

    /** Deep enough for the context of a wrapped message; what is quoted inside it is nobody's concern. */
    private static final int DEEPEST = 8;

    /** The envelope's names, then the kinds of message, then what is in them. */
    private static final String NAMES = """
            event instanceId connectedPhone connectedLid connected disconnected isGroup messageId fromMe
            fromApi chat chatId sender moment timestamp msgContent status state presence reason error id
            name pushName senderPn senderLid phoneNumber participant
            conversation extendedTextMessage imageMessage audioMessage videoMessage ptvMessage
            documentMessage documentWithCaptionMessage stickerMessage locationMessage liveLocationMessage
            contactMessage contactsArrayMessage reactionMessage pollCreationMessage pollCreationMessageV3
            pollUpdateMessage orderMessage templateButtonReplyMessage buttonsResponseMessage
            listResponseMessage interactiveResponseMessage protocolMessage editedMessage ephemeralMessage
            viewOnceMessage viewOnceMessageV2 messageContextInfo
            type key remoteJid message text contextInfo stanzaId mimetype caption fileName fileLength
            seconds degreesLatitude degreesLongitude address displayName vcard contacts selectedId
            selectedDisplayText selectedButtonId title singleSelectReply selectedRowId timestampMs orderId
            itemCount totalAmount1000 totalCurrencyCode orderTitle mediaUrl url
            """;

    private static final Map<String, String> PROPER = NAMES.lines()
            .flatMap(line -> Stream.of(line.split(" ", -1)))
            .collect(Collectors.toMap(
                    name -> name,
                    name -> name,
                    (one, other) -> one,
                    () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));

    private Casing() {}

    /** The body itself where every known name is written as it should be. */
    static JsonNode restored(JsonNode body) {
        return proper(body, 0) ? body : restored(body, 0);
    }

    private static boolean proper(JsonNode node, int depth) {
        if (!node.isObject() || depth == DEEPEST) {
            return true;
        }
        return node.propertyStream()
                .allMatch(member ->
                        member.getKey().equals(proper(member.getKey())) && proper(member.getValue(), depth + 1));
    }

    private static JsonNode restored(JsonNode node, int depth) {
        if (!(node instanceof ObjectNode object) || depth == DEEPEST) {
            return node;
        }
        ObjectNode restored = object.objectNode();
        // Where a name comes in both cases, the proper one counts.
        object.forEachEntry((name, value) -> {
            String properName = proper(name);
            if (properName.equals(name) || !object.has(properName)) {
                restored.set(properName, restored(value, depth + 1));
            }
        });
        return restored;
    }

    private static String proper(String name) {
        return PROPER.getOrDefault(name, name);
    }
}
