package dev.carteiro.fake;

import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a receiver of webhooks has been told. */
record Heard(ScriptedPeer peer) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @CanIgnoreReturnValue
    List<JsonNode> arrived(String event, int atLeast) {
        await().atMost(PATIENCE).until(() -> bodies(event).size() >= atLeast);
        return bodies(event);
    }

    List<JsonNode> bodies(String event) {
        return peer.requests().stream()
                .map(request -> Json.MAPPER.readTree(request.body()))
                .filter(body -> event.equals(Json.text(body, "event")))
                .toList();
    }
}
