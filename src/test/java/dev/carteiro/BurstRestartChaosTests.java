package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A burst is gathered in the database: whoever dies meanwhile, and whichever replica hears of its events. */
class BurstRestartChaosTests {

    private final ScriptedPeer sink = ScriptedPeer.start();
    private final Path folder;
    private final Setup setup;

    BurstRestartChaosTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        this.folder = folder;
        setup = Setup.in(folder, """
                carteiro:
                  sources:
                    evolution: { type: evolution }
                  destinations:
                    sink: { url: "%s/", debounce: { quiet: 5s, max: 1m } }
                  routes:
                    - { name: all, to: [sink] }
                """.formatted(sink.url()));
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private static void post(RouterProcess router, String chat, String... ids) {
        for (String id : ids) {
            router.client().accept(message("Ravenna", chat + "@s.whatsapp.net", id));
        }
    }

    /** The messages of a conversation in each request. */
    private List<List<String>> bursts(String chat) {
        return sink.requests(chat + "@").stream()
                .map(request -> JsonMapper.shared()
                        .readTree(request.body())
                        .valueStream()
                        .map(one -> one.at("/data/key/id").asString(""))
                        .toList())
                .toList();
    }

    @Test
    void gathersOverAKillAndOverReplicas() throws IOException {
        RouterProcess killed = setup.start();
        post(killed, "551", "A", "B", "C");
        assertThat(sink.requests()).isEmpty();
        killed.kill();
        try (RouterProcess router = setup.start()) {
            eventually().until(() -> !bursts("551").isEmpty());
            assertThat(bursts("551")).containsExactly(List.of("A", "B", "C"));
            Path other = Files.createDirectory(folder.resolve("other"));
            try (RouterProcess replica = setup.beside(other).sharing(setup).start()) {
                post(router, "552", "D");
                post(replica, "552", "E");
                post(router, "552", "F");
                post(replica, "552", "G");
                eventually().until(() -> !bursts("552").isEmpty());
                assertThat(bursts("552")).containsExactly(List.of("D", "E", "F", "G"));
            }
        }
    }
}
