package dev.carteiro.fake;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes and reads JSON in few words. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    /** An object of name, value, name, value. */
    static ObjectNode object(@Nullable Object... members) {
        ObjectNode made = MAPPER.createObjectNode();
        for (int i = 0; i < members.length; i += 2) {
            put(made, String.valueOf(members[i]), members[i + 1]);
        }
        return made;
    }

    static void put(ObjectNode object, String name, @Nullable Object value) {
        if (value == null) {
            object.putNull(name);
        } else {
            object.set(name, value instanceof JsonNode node ? node : MAPPER.valueToTree(value));
        }
    }

    static ArrayNode array(Collection<? extends Object> elements) {
        ArrayNode made = MAPPER.createArrayNode();
        elements.forEach(element -> made.add(MAPPER.<JsonNode>valueToTree(element)));
        return made;
    }

    static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static @Nullable JsonNode member(JsonNode node, String name) {
        JsonNode member = node.get(name);
        return member == null || member.isNull() ? null : member;
    }

    static @Nullable String text(JsonNode node, String name) {
        JsonNode member = member(node, name);
        if (member == null) {
            return null;
        }
        return member.isString() ? member.stringValue() : member.toString();
    }

    static String text(JsonNode node, String name, String otherwise) {
        String text = text(node, name);
        return text == null ? otherwise : text;
    }

    static @Nullable Long number(JsonNode node, String name) {
        String text = text(node, name);
        return text == null || !text.matches("-?\\d{1,18}") ? null : Long.valueOf(text);
    }

    static boolean flag(JsonNode node, String name) {
        return "true".equals(text(node, name));
    }

    /** A copy of the object there, or an empty one. */
    static ObjectNode objectIn(JsonNode node, String name) {
        return member(node, name) instanceof ObjectNode object ? object.deepCopy() : MAPPER.createObjectNode();
    }
}
