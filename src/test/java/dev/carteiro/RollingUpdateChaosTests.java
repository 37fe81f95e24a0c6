package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.LedgerLoad.Size;
import dev.carteiro.RouterClient.Answer;
import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two routers is replaced under load, as Swarm does it: the new one first, and the old one has time to end. */
class RollingUpdateChaosTests {

    private final List<RouterProcess> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /** What stands in front of them: takes turns with those that are ready. */
    private RouterClient next() {
        List<RouterProcess> now = List.copyOf(ready);
        return now.get(Math.floorMod(turn.getAndIncrement(), now.size())).client();
    }

    private static Setup setup(Path folder, String name, PostgresServer server, NumberedPeer sink) throws IOException {
        Setup setup = server.serving(Setup.in(Files.createDirectory(folder.resolve(name)), """
            carteiro:
              destinations: { sink: { url: "%s" } }
              routes: [ { name: all, to: [sink] } ]
            """.formatted(sink.url())));
        List<String> command = new ArrayList<>(setup.as());
        command.add("CARTEIRO_DRAIN=5s");
        return setup.as(command);
    }

    private static int readiness(RouterProcess router) {
        return router.client().send("GET", "/actuator/health/readiness").status();
    }

    @Test
    void refusesNobodyAndLosesNothing(@TempDir Path folder) throws IOException {
        try (NumberedPeer sink = new NumberedPeer();
                PostgresServer server = new PostgresServer(folder);
                RouterProcess old = setup(folder, "old", server, sink).launch();
                RouterProcess other = setup(folder, "other", server, sink).launch()) {
            ready.addAll(List.of(Setup.answering(old), Setup.answering(other)));
            try (LedgerLoad load = new LedgerLoad(this::next, new Size(32, 400, Duration.ofMillis(20))).start();
                    InputStream browser = stream(old);
                    RouterProcess replacement =
                            setup(folder, "new", server, sink).start()) {
                ready.add(replacement);

                old.terminate();
                eventually().until(() -> readiness(old) == 503);
                assertDoorIsOpen(old);
                ready.remove(old);
                assertThat(new String(browser.readAllBytes(), StandardCharsets.UTF_8))
                        .as("the end of a browser's stream")
                        .containsPattern("(?m)^retry: ?\\d+$");
                assertThat(old.exitCode()).isEqualTo(143);
                int before = load.count();
                eventually().until(() -> load.count() > before + 200);
                load.stop();

                eventually().until(() -> sink.hasAll(load.acked()));
                assertThat(load.refusals()).as("refusals").isEmpty();
                assertThat(load.disconnections()).as("connections that broke").isEmpty();
                Ledger.of(load.acked(), sink.arrivals(load.run()), 0)
                        .printed("rolling-update")
                        .assertKept(0);
            }
        }
    }

    /** Of an instance that says nothing: whoever does not read while much is said is cut off. */
    private static InputStream stream(RouterProcess router) throws IOException {
        HttpResponse<InputStream> stream =
                router.client().open("/events?instance=Nobody", "Authorization", "Bearer " + RouterClient.ADMIN);
        assertThat(stream.statusCode()).isEqualTo(200);
        return stream.body();
    }

    /** Whoever has not heard yet that it is going is served, and told not to come again. */
    private static void assertDoorIsOpen(RouterProcess router) {
        String body = TestEvents.message("Ravenna", TestEvents.chat(), TestEvents.unique() + "-0-0");
        Answer answer = router.client()
                .send(router.client().request("/webhook/evolution").POST(BodyPublishers.ofString(body)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("connection")).isEqualTo("close");
    }
}
