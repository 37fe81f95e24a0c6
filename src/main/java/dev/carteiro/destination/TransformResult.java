package dev.carteiro.destination;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes what an expression gave as JSON. */
final class TransformResult {

    private static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private TransformResult() {}

    /** UTF-8; throws {@link TransformStoppedException} where it is more than 1 MiB, or no JSON at all. */
    static byte[] json(Object result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, result, bytes);
        }
        bounded(bytes);
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value, ByteArrayOutputStream bytes) {
        bounded(bytes);
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> object -> {
                json.writeStartObject();
                object.forEach((key, part) -> {
                    json.writeName(String.valueOf(key));
                    write(json, part, bytes);
                });
                json.writeEndObject();
            }
            case Iterable<?> array -> {
                json.writeStartArray();
                array.forEach(part -> write(json, part, bytes));
                json.writeEndArray();
            }
            case String text -> json.writeString(text);
            case Number number -> json.writePOJO(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> throw new TransformStoppedException("the transform gave a function where JSON is expected");
        }
    }

    private static void bounded(ByteArrayOutputStream bytes) {
        if (bytes.size() > LARGEST) {
            throw new TransformStoppedException("the transform gave more than " + (LARGEST >> 10) + " KiB");
        }
    }
}
