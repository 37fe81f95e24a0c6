package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators did is still in force after a crash, and on every replica. */
class SteeringRestartIntegrationTests {

    private static final int CONVERSATIONS = 6;
    private static final int EACH = 15;

    private final ScriptedPeer sink = ScriptedPeer.start();
    private final ScriptedPeer tunnel = ScriptedPeer.start();
    private final Path folder;
    private final Setup setup;

    SteeringRestartIntegrationTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        this.folder = folder;
        setup = Setup.in(folder, """
                carteiro:
                  sources:
                    evolution: { type: evolution }
                  destinations:
                    sink: { url: "%s/" }
                  routes:
                    - { name: all, to: [sink] }
                """.formatted(sink.url()));
    }

    @AfterEach
    void stop() {
        sink.close();
        tunnel.close();
    }

    /** The messages of all conversations, one after the other; their events. */
    private static List<String> send(RouterClient client) {
        return IntStream.range(0, EACH * CONVERSATIONS)
                .mapToObj(number -> client.accept(message(
                        "Ravenna",
                        "55" + number % CONVERSATIONS + "@s.whatsapp.net",
                        "R" + number % CONVERSATIONS + "-" + number / CONVERSATIONS)))
                .toList();
    }

    @Test
    void goesOnWithAReplayAfterAKillAndEnqueuesNothingTwice() {
        RouterProcess killed = setup.start();
        List<String> events = send(killed.client());
        events.forEach(event -> new Operator(killed.client()).settled("sink", event, "delivered"));
        String replay = new Operator(killed.client())
                .started("{'destination': 'sink', 'state': 'delivered', 'rate': '25/s'}", events.size());
        eventually().until(() -> sink.requests().size() > events.size() + events.size() / 3);
        killed.kill();
        int before = sink.requests().size();
        try (RouterProcess router = setup.start()) {
            JsonNode progress = new Operator(router.client()).done(replay);
            assertThat(before).as("requests before the kill").isLessThan(2 * events.size());
            assertThat(progress.path("enqueued").asInt(0)).isEqualTo(events.size());
            assertThat(progress.path("skipped").asInt(-1)).isZero();
            for (String event : events) {
                eventually().until(() -> causes(router.client(), event).equals(List.of("first", "replay")));
            }
        }
        IntStream.range(0, CONVERSATIONS).forEach(this::assertReplayedInOrder);
    }

    private void assertReplayedInOrder(int conversation) {
        List<String> repeats = sink.requests().stream()
                .skip(EACH * CONVERSATIONS)
                .map(Ledger::id)
                .filter(id -> id.startsWith("R" + conversation + "-"))
                .distinct()
                .toList();
        assertThat(repeats)
                .isEqualTo(IntStream.range(0, EACH)
                        .mapToObj(number -> "R" + conversation + "-" + number)
                        .toList());
    }

    private static List<String> causes(RouterClient client, String event) {
        return client.delivery(event, "sink")
                .path("attempts")
                .valueStream()
                .map(attempt -> attempt.path("cause").asString(""))
                .toList();
    }

    @Test
    void keepsAnOverrideOverARestartAndShowsItToAnotherReplicaAtOnce() throws IOException {
        RouterProcess killed = setup.start();
        String path = "/api/destinations/sink";
        assertThat(killed.client()
                        .admin("PATCH", path, "{\"url\": \"" + tunnel.url() + "/\"}")
                        .status())
                .isEqualTo(200);
        killed.kill();
        Path other = Files.createDirectory(folder.resolve("other"));
        try (RouterProcess router = setup.start()) {
            assertThat(router.client().get(path).path("url").asString("")).isEqualTo(tunnel.url() + "/");
            router.client().accept(message("Ravenna", "55@s.whatsapp.net", "after-restart"));
            eventually().until(() -> tunnel.requests("after-restart").size() == 1);
            assertThat(sink.requests()).isEmpty();
            try (RouterProcess replica = setup.beside(other).sharing(setup).start()) {
                assertThat(replica.client().get(path).path("url").asString("")).isEqualTo(tunnel.url() + "/");
                assertThat(router.client()
                                .admin("DELETE", path + "/override", "")
                                .status())
                        .isEqualTo(200);
                eventually()
                        .until(() -> replica.client()
                                .get(path)
                                .path("url")
                                .asString("")
                                .equals(sink.url() + "/"));
                assertThat(replica.client()
                                .admin("PATCH", path, "{\"paused\": true}")
                                .status())
                        .isEqualTo(200);
                eventually()
                        .until(() -> router.client().get(path).path("paused").asBoolean(false));
            }
        }
    }
}
