package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two routers on one database: one of them listens. */
@NeedsNode
class StreamTakeoverChaosTests {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private static String state(RouterProcess router) {
        return router.client()
                .get("/actuator/health/streams")
                .at("/components/evolution/details/state")
                .asString("");
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> "TAKE-" + n).toList();
    }

    @Test
    void anotherTakesOverWhenTheOneThatListensIsKilledAndNothingIsLostOrTwice() throws IOException {
        try (EvolutionServer server = EvolutionSetup.everywhere().start();
                ScriptedPeer sink = ScriptedPeer.start()) {
            server.instance("Ravenna");
            RouterProcess.Setup setup =
                    RouterProcess.Setup.in(folder, """
                    carteiro:
                      sources:
                        evolution: { type: evolution, url: "%s", api-key: %s, stream: { mode: global } }
                      destinations:
                        sink: { url: "%s/" }
                      routes:
                        - { name: all, to: [sink] }
                    """.formatted(server.url(), server.key(), sink.url()));
            RouterProcess holder = setup.start();
            eventually().until(() -> state(holder).equals("connected"));
            Path other = Files.createDirectory(folder.resolve("other"));
            try (RouterProcess standby = setup.beside(other).sharing(setup).start()) {
                eventually().until(() -> state(standby).equals("standby"));
                assertThat(server.clients("/")).isEqualTo(1);
                server.burst("Ravenna", "TAKE", 50);
                eventually().until(() -> server.clients("/") == 1);

                long killed = System.nanoTime();
                holder.kill();
                server.burst("Ravenna", "TAKE", 50, Map.of("first", 51)); // nobody hears it
                eventually().until(() -> state(standby).equals("connected"));
                Duration took = Duration.ofNanos(System.nanoTime() - killed);
                server.burst("Ravenna", "TAKE", 50, Map.of("first", 101));

                eventually().until(() -> sink.requests("TAKE-").size() >= 150);
                System.out.println("stream: taken over after " + took.toMillis() + " ms");
                assertThat(took).isLessThan(AT_MOST);
                assertThat(standby.console()).contains("event=missed-messages-fetched source=evolution");
                List<String> events = standby.client()
                        .get("/api/events?limit=1000&type=message.received")
                        .path("events")
                        .valueStream()
                        .map(event -> event.at("/data/messageId").asString(""))
                        .toList();
                assertThat(events).containsExactlyInAnyOrderElementsOf(numbered(1, 150));
                assertThat(sink.requests("TAKE-").stream().map(Ledger::id).distinct())
                        .containsExactlyInAnyOrderElementsOf(numbered(1, 150));
            }
        }
    }
}
