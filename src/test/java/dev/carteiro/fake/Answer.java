package dev.carteiro.fake;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** What a fake answers. */
record Answer(int status, Map<String, String> headers, Flux<byte[]> body) {

    Answer {
        headers = Map.copyOf(headers);
    }

    static Answer json(int status, JsonNode body) {
        return bytes(status, "application/json; charset=utf-8", Json.bytes(body));
    }

    static Answer ok(JsonNode body) {
        return json(200, body);
    }

    static Answer text(int status, String body) {
        return bytes(status, "text/plain", body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status, String type, String body) {
        return bytes(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of("content-length", "0"), Flux.empty());
    }

    static Answer redirect(String location) {
        return new Answer(302, Map.of("content-length", "0", "location", location), Flux.empty());
    }

    private static Answer bytes(int status, String type, byte[] body) {
        return new Answer(
                status, Map.of("content-type", type, "content-length", String.valueOf(body.length)), Flux.just(body));
    }
}
