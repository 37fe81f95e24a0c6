package dev.carteiro.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples that the operations name, and what they show of the shape of such a body. */
final class Examples {

    /** Shown where its schema is: it stands for every refusal, and would make the document long. */
    static final String PROBLEM = "problem.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Object> schemas = new TreeMap<>();

    /** The example in {@code file}: JSON where it is, else a text. */
    static Object value(String file) {
        String text = text(file);
        return file.endsWith(".json") ? JSON.readTree(text) : text;
    }

    /** A schema for the example in {@code file}, by reference to what is then among {@link #schemas}. */
    Map<String, Object> schema(String file) {
        if (!(value(file) instanceof JsonNode json)) {
            return Json.object("type", "string");
        }
        Map<String, Object> schema = schema(json);
        if (file.equals(PROBLEM)) {
            schema.put("examples", List.of(json));
        }
        schemas.put(name(file), schema);
        return Json.object("$ref", "#/components/schemas/" + name(file));
    }

    /** The schemas of all examples that were asked for. */
    Map<String, Object> schemas() {
        return schemas;
    }

    /** {@code event-page.json} shows an {@code EventPage}. */
    private static String name(String file) {
        StringBuilder name = new StringBuilder();
        for (String word : file.substring(0, file.lastIndexOf('.')).split("-", -1)) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.toString();
    }

    /** What is null in an example may be anything: it does not show what it is otherwise. */
    private static Map<String, Object> schema(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> properties = new LinkedHashMap<>();
                json.forEachEntry((key, value) -> properties.put(key, schema(value)));
                yield Json.object("type", "object", "properties", properties);
            }
            case ARRAY -> Json.object("type", "array", "items", json.isEmpty() ? Json.object() : schema(json.get(0)));
            case STRING -> Json.object("type", "string");
            case BOOLEAN -> Json.object("type", "boolean");
            case NUMBER -> Json.object("type", json.isIntegralNumber() ? "integer" : "number");
            case NULL, BINARY, MISSING, POJO -> Json.object();
        };
    }

    private static String text(String file) {
        try (InputStream in = Examples.class.getResourceAsStream("/openapi/" + file)) {
            if (in == null) {
                throw new IllegalStateException("an operation names the example " + file + ", which is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
