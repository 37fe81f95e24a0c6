package dev.carteiro.evolution;

import java.util.List;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts bytes that came in frames of their own where they belong: as base64, as Evolution 2.2.3 sends all bytes. */
final class Attachments {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // which are written as they were
            .build();

    private Attachments() {}

    /** {@code json} with each placeholder replaced; one whose number there is not becomes null. In UTF-8. */
    static byte[] into(byte[] json, List<byte[]> attachments) {
        return JSON.writeValueAsBytes(filled(JSON.readTree(json), attachments));
    }

    private static JsonNode filled(JsonNode node, List<byte[]> attachments) {
        if (node instanceof ObjectNode object) {
            if (object.path("_placeholder").equals(object.booleanNode(true))) {
                JsonNode number = object.path("num");
                return number.isInt() && number.intValue() >= 0 && number.intValue() < attachments.size()
                        ? object.binaryNode(attachments.get(number.intValue()))
                        : object.nullNode();
            }
            object.propertyNames().stream().toList().forEach(name -> {
                JsonNode member = object.path(name);
                if (member.isContainer()) {
                    object.set(name, filled(member, attachments));
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode element = array.path(i);
                if (element.isContainer()) {
                    array.set(i, filled(element, attachments));
                }
            }
        }
        return node;
    }
}
