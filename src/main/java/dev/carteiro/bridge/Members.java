package dev.carteiro.bridge;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads members of JSON that we wrote ourselves: what has to be there is there, or it is none of ours. */
final class Members {

    private Members() {}

    static String text(JsonNode json, String name) {
        return json.required(name).stringValue();
    }

    static @Nullable String textOrNull(JsonNode json, String name) {
        JsonNode member = json.path(name);
        return member.isString() ? member.stringValue() : null;
    }

    static boolean flag(JsonNode json, String name) {
        return json.required(name).booleanValue();
    }

    static @Nullable Long wholeOrNull(JsonNode json, String name) {
        JsonNode member = json.path(name);
        return member.isIntegralNumber() ? Long.valueOf(member.longValue()) : null;
    }

    static @Nullable Integer smallOrNull(JsonNode json, String name) {
        JsonNode member = json.path(name);
        return member.isIntegralNumber() ? Integer.valueOf(member.intValue()) : null;
    }

    static <E extends Enum<E>> E word(JsonNode json, String name, Class<E> type) {
        return Enum.valueOf(type, text(json, name).toUpperCase(Locale.ROOT));
    }

    static List<String> texts(JsonNode json, String name) {
        return each(json, name, JsonNode::stringValue);
    }

    static <T> List<T> each(JsonNode json, String name, Function<JsonNode, T> reading) {
        return json.required(name).valueStream().map(reading).toList();
    }
}
