package dev.carteiro.fake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a message out of what a call asks for. */
final class MessageDraft {

    private MessageDraft() {}

    static MessageRow of(ConversationRow conversation, Person person, ObjectNode json) {
        int type = type(Json.text(json, "message_type", "outgoing"));
        MessageRow row = new MessageRow(conversation, type);
        row.content = Json.text(json, "content");
        row.contentType = Json.text(json, "content_type", "text");
        row.isPrivate = Json.flag(json, "private");
        row.sourceId = Json.text(json, "source_id");
        row.echoId = Json.text(json, "echo_id");
        row.attributes = Json.objectIn(json, "content_attributes");
        JsonNode external = Json.member(json, "external_created_at");
        if (external != null) {
            row.attributes.set("external_created_at", external);
        }
        row.author = type == MessageRow.INCOMING ? null : author(person, json);
        return row;
    }

    private static Person author(Person person, ObjectNode json) {
        return "AgentBot".equals(Json.text(json, "sender_type")) ? ChatwootData.BOT : person;
    }

    private static int type(String name) {
        return switch (name) {
            case "incoming" -> MessageRow.INCOMING;
            case "outgoing" -> MessageRow.OUTGOING;
            case "activity" -> MessageRow.ACTIVITY;
            case "template" -> MessageRow.TEMPLATE;
            default -> throw ChatwootErrors.error(422, "'%s' is not a valid message_type".formatted(name));
        };
    }

    /** The fields of a form as one object; content_attributes may be a JSON string, or fields of their own. */
    static Form read(Inbound inbound) throws IOException {
        ObjectNode fields = Json.object();
        List<Media> files = new ArrayList<>();
        String type = inbound.header("content-type");
        for (Multipart.Part part : Multipart.read(inbound.body(), type == null ? "" : type)) {
            if (part.fileName() != null) {
                files.add(part.content());
            } else if (part.name().equals("content_attributes")) {
                fields.set("content_attributes", parsed(part.text()));
            } else if (part.name().startsWith("content_attributes[")) {
                String name = part.name()
                        .substring("content_attributes[".length(), part.name().length() - 1);
                fields.withObject("content_attributes").put(name, part.text());
            } else {
                fields.put(part.name(), part.text());
            }
        }
        return new Form(fields, files);
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw ChatwootErrors.error(422, "unexpected token in content_attributes");
        }
    }

    /** What a multipart body holds. */
    record Form(ObjectNode fields, List<Media> files) {

        Form {
            files = List.copyOf(files);
        }
    }
}
