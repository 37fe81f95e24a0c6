package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Tests with a router that all of them share, and a server of their own that its configuration learns of meanwhile. */
@ExtendWith(ListeningRouter.Provider.class)
abstract class ListeningTests {

    final ListeningRouter router;

    @SuppressWarnings("NullAway.Init") // each test begins with it
    EvolutionServer server;

    ListeningTests(ListeningRouter router) {
        this.router = router;
    }

    @AfterEach
    void forget() {
        router.forget();
        router.sink().forget();
        server.close();
    }

    /** The test's server, of which the router knows nothing yet. */
    void serve(EvolutionSetup setup) {
        server = setup.start();
    }

    /** The router listens to it, or tries to. */
    String listen(EvolutionSetup to, String stream) {
        serve(to);
        return router.listen(server, "stream: " + stream);
    }

    void awaitState(String source, String state) {
        router.awaitState(source, state);
    }

    double metric(String name, String source) {
        return router.metric(name, source);
    }

    JsonNode health(String source) {
        return router.health(source);
    }

    List<String> ids(String prefix) {
        return router.sink().requests(prefix).stream().map(Ledger::id).toList();
    }

    static String item(String id, String jid) {
        return """
                {"key": {"remoteJid": "%s", "fromMe": false, "id": "%s"}, "pushName": "Ana", "messageType": "conversation",
                 "message": {"conversation": "Oi"}, "messageTimestamp": %d, "source": "android"}
                """.formatted(jid, id, Instant.now().getEpochSecond());
    }

    static List<String> numbered(String prefix, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> prefix + "-" + n).toList();
    }

    JsonNode instance(String name) {
        return router.client().get("/api/instances/" + name);
    }

    RouterClient.Answer call(String method, String path) {
        return router.client().admin(method, "/api/instances/" + path, "");
    }

    void awaitInstance(String name, String state) {
        eventually().until(() -> instance(name).path("state").asString("").equals(state));
    }
}
