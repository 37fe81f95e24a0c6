package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.RouterClient.Answer;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Somebody who steers deliveries over HTTP, and waits for what comes of it. */
record Operator(RouterClient client) {

    Answer replay(String body) {
        return client.admin("POST", "/api/deliveries/replay", body.replace('\'', '"'));
    }

    /** What a replay would be of. */
    JsonNode dry(String body) {
        Answer answer = replay(body.replaceFirst("}$", ", 'dryRun': true}"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** A replay that was started, of so many deliveries; its number. */
    String started(String body, long matching) {
        Answer answer = replay(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().path("matching").asLong(0)).isEqualTo(matching);
        return answer.id();
    }

    JsonNode progress(String replay) {
        return client.get("/api/deliveries/replays/" + replay);
    }

    @CanIgnoreReturnValue
    JsonNode done(String replay) {
        eventually().until(() -> progress(replay).path("state").asString("").equals("done"));
        return progress(replay);
    }

    JsonNode cancelReplay(String replay) {
        return ok("DELETE", "/api/deliveries/replays/" + replay, "");
    }

    /** The event, when its delivery has come to this. */
    @CanIgnoreReturnValue
    String settled(String destination, String event, String state) {
        eventually().until(() -> client.state(event, destination).equals(state));
        return event;
    }

    Answer retry(String event, String destination) {
        return client.admin("POST", "/api/deliveries/" + event + "." + destination + "/retry", "");
    }

    Answer cancel(String event, String destination) {
        return client.admin("DELETE", "/api/deliveries/" + event + "." + destination, "");
    }

    void pause(String destination, boolean paused) {
        assertThat(ok("PATCH", "/api/destinations/" + destination, "{\"paused\": " + paused + "}")
                        .path("paused")
                        .asBoolean(!paused))
                .isEqualTo(paused);
    }

    private JsonNode ok(String method, String path, String body) {
        Answer answer = client.admin(method, path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Messages of a conversation that their destination has refused, and would take now; their events. */
    @CanIgnoreReturnValue
    List<String> dead(ScriptedPeer peer, String destination, String conversation, List<String> ids) {
        peer.when(request -> request.text().contains(conversation))
                .respond(422)
                .saying("no")
                .forFirst(ids.size())
                .respond(200);
        return ids.stream()
                .map(id -> settled(destination, client.accept(message(destination, conversation, id)), "dead"))
                .toList();
    }

    static List<String> unique(int count) {
        return Stream.generate(TestEvents::unique).limit(count).toList();
    }
}
