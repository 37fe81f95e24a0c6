package dev.carteiro.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded bodies under {@code src/test/resources/source}, and requests made of them. */
public final class Fixtures {

    static final Instant RECEIVED = Instant.parse("2026-01-02T03:04:05Z");
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String EXPECTED = ".expected.json";
    private static final Sources SOURCES = Sources.defaults();

    private Fixtures() {}

    /** Every body's name, such as {@code evolution-messages-upsert-voice}. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(EXPECTED))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> names(SourceType type) {
        return names().stream().filter(name -> source(name).type() == type).toList();
    }

    static byte[] body(String name) {
        return bytes(name + ".json");
    }

    static JsonNode json(String name) {
        return JSON.readTree(body(name));
    }

    static JsonNode expected(String name) {
        return JSON.readTree(bytes(name + EXPECTED));
    }

    /** The unprotected source that a fixture is named after. */
    static Source source(String name) {
        return SOURCES.all().stream()
                .filter(source -> name.startsWith(source.name() + "-"))
                .findFirst()
                .orElseThrow();
    }

    public static Decoded decoded(String name) {
        return source(name).decode(inbound(body(name)));
    }

    static Inbound inbound(byte[] body) {
        return inbound(body, Map.of(), Map.of());
    }

    static Inbound inbound(JsonNode json) {
        return inbound(JSON.writeValueAsBytes(json));
    }

    static Inbound inbound(String json) {
        return inbound(json.getBytes(StandardCharsets.UTF_8));
    }

    static Inbound inbound(byte[] body, Map<String, String> headers, Map<String, String> query) {
        return inbound(body, headers, query, null, "203.0.113.9");
    }

    static Inbound inbound(
            byte[] body,
            Map<String, String> headers,
            Map<String, String> query,
            @Nullable String suffix,
            String client) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return new Inbound(
                body,
                JSON.readTree(body),
                anyCase::get,
                query::get,
                query.get("instance"),
                suffix,
                InetAddress.ofLiteral(client),
                RECEIVED);
    }

    private static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder().resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/source"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
