package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators did is still in force after a crash, and on every replica. */
@TestInstance(Lifecycle.PER_CLASS)
class SteeringRestartIntegrationTests {

    private static final int CONVERSATIONS = 6;
    private static final int EACH = 15;
    private static final String SINK = "/api/destinations/sink";

    private final ScriptedPeer sink = ScriptedPeer.start();
    private final ScriptedPeer tunnel = ScriptedPeer.start();
    private final Path folder;
    private final Setup setup;
    private final AtomicReference<RouterProcess> running = new AtomicReference<>();

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

    @BeforeAll
    void start() {
        running.set(setup.start());
    }

    @AfterAll
    void stop() {
        running.get().close();
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
        RouterProcess killed = running.get();
        Instant since = Instant.now();
        List<String> events = send(killed.client());
        events.forEach(event -> new Operator(killed.client()).settled("sink", event, "delivered"));
        String replay = new Operator(killed.client())
                .started(
                        "{'destination': 'sink', 'state': 'delivered', 'since': '" + since + "', 'rate': '25/s'}",
                        events.size());
        eventually().until(() -> sink.requests().size() > events.size() + events.size() / 3);
        killed.kill();
        int before = sink.requests().size();
        RouterProcess router = setup.start();
        running.set(router);
        JsonNode progress = new Operator(router.client()).done(replay);
        assertThat(before).as("requests before the kill").isLessThan(2 * events.size());
        assertThat(progress.path("enqueued").asInt(0)).isEqualTo(events.size());
        assertThat(progress.path("skipped").asInt(-1)).isZero();
        for (String event : events) {
            eventually().until(() -> causes(router.client(), event).equals(List.of("first", "replay")));
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
        assertThat(patched(running.get(), "{\"url\": \"" + tunnel.url() + "/\"}"))
                .isEqualTo(200);
        running.get().kill();
        RouterProcess router = setup.start();
        running.set(router);
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThat(sink(router).path("url").asString("")).isEqualTo(tunnel.url() + "/");
        router.client().accept(message("Ravenna", "55@s.whatsapp.net", "after-restart"));
        eventually().until(() -> tunnel.requests("after-restart").size() == 1);
        assertThat(sink.requests("after-restart")).isEmpty();
        try (RouterProcess replica = setup.beside(other).sharing(setup).start()) {
            assertThat(sink(replica).path("url").asString("")).isEqualTo(tunnel.url() + "/");
            assertThat(undone(router)).isEqualTo(200);
            eventually().until(() -> sink(replica).path("url").asString("").equals(sink.url() + "/"));
            assertThat(patched(replica, "{\"paused\": true}")).isEqualTo(200);
            eventually().until(() -> sink(router).path("paused").asBoolean(false));
        } finally {
            assertThat(undone(router)).isEqualTo(200);
        }
    }

    private static JsonNode sink(RouterProcess router) {
        return router.client().get(SINK);
    }

    private static int patched(RouterProcess router, String body) {
        return router.client().admin("PATCH", SINK, body).status();
    }

    private static int undone(RouterProcess router) {
        return router.client().admin("DELETE", SINK + "/override", "").status();
    }
}
