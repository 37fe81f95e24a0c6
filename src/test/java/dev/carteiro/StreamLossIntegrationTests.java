package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.FakeLoops;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;

/** Servers that are away, ill, strange or late. */
@NeedsNode
class StreamLossIntegrationTests extends ListeningTests {

    StreamLossIntegrationTests(ListeningRouter router) {
        super(router);
    }

    @Test
    void waitsForANamespaceThatThereIsOnlyAfterTheFirstEventAndFetchesWhatMadeIt() {
        String source = listen(EvolutionSetup.traditional(), "{ mode: instances, instances: [Lazy] }");
        server.instance("Lazy");
        awaitState(source, "connected");
        eventually().until(() -> router.console().contains("event=stream-namespace-missing source=" + source));
        assertThat(server.clients("/Lazy")).isZero();

        server.burst("Lazy", "LAZY", 1, Map.of("store", true));
        eventually().until(() -> server.clients("/Lazy") == 1);
        eventually().until(() -> ids("LAZY-1").size() == 1);
        server.emit("Lazy", "messages.upsert", item("LAZY-2", TestEvents.chat()));
        eventually().until(() -> ids("LAZY-2").size() == 1);
    }

    @Test
    void comesBackAfterADropAndARestartAndFetchesWhatWasMissed() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        server.instance("Back");
        awaitState(source, "connected");
        server.burst("Back", "BACK", 5, Map.of("store", true));
        eventually().until(() -> ids("BACK-").size() == 5);

        server.reset();
        server.burst("Back", "BACK", 5, Map.of("first", 6, "store", true));
        eventually().until(() -> ids("BACK-").size() == 10);
        eventually().until(() -> server.clients("/") == 1);

        server.kill();
        eventually()
                .until(() -> health(source).at("/details/state").asString("").equals("connecting"));
        server.restart();
        server.burst("Back", "BACK", 5, Map.of("first", 11, "store", true));
        eventually().until(() -> ids("BACK-").size() == 15);
        awaitState(source, "connected");

        assertThat(ids("BACK-")).containsExactlyInAnyOrderElementsOf(numbered("BACK", 1, 15));
        assertThat(metric("reconnects_total", source)).isGreaterThanOrEqualTo(2);
        assertThat(router.console()).contains("event=missed-messages-fetched source=" + source);
    }

    @Test
    void fetchesWhatWellInstancesHaveThoughOneIsIll() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        server.instance("Ill");
        server.instance("Well");
        awaitState(source, "connected");
        server.burst("Well", "WELL", 1);
        eventually().until(() -> ids("WELL-").size() == 1);
        eventually().until(() -> metric("lag_seconds", source) == 0);
        server.kill();
        server.restart();
        server.answer("POST", "/chat/findMessages/Ill", 100, 500, "{\"response\": {\"message\": \"no table\"}}");
        server.burst("Well", "WELL", 250, Map.of("first", 2, "over", "webhook"));
        eventually().until(() -> ids("WELL-").size() == 251);
        assertThat(router.console()).contains("cause=\"Ill: status 500: no table\"");
    }

    @Test
    void saysThatAKeyIsWrongAndDoesNotHammer() {
        server = EvolutionSetup.everywhere().start();
        String source = router.listen(server.url(), "wrong-key", "stream: { mode: global }");
        awaitState(source, "refused");
        assertThat(health(source).path("status").asString("")).isEqualTo("DEGRADED");
        assertThat(router.client()
                        .get("/actuator/health/readiness")
                        .path("status")
                        .asString(""))
                .isEqualTo("UP");
        assertThat(router.console())
                .contains("event=stream-refused source=" + source)
                .contains("event=stream-alarm source=" + source)
                .contains("does not take the api-key (status 400)")
                .doesNotContain("wrong-key");
        assertThat(server.handshakes()).hasSize(1).allMatch(shake -> !shake.accepted());
    }

    @Test
    void saysThatAServerHasNoStream() {
        String source = listen(EvolutionSetup.everywhere().withoutWebsocket(), "{ mode: global }");
        awaitState(source, "refused");
        eventually().until(() -> router.console().contains("WEBSOCKET_ENABLED=true"));
    }

    @Test
    void noticesAConnectionThatIsDeadAndLooksAlive() {
        String source = listen(
                EvolutionSetup.everywhere().pinging(Duration.ofSeconds(1), Duration.ofSeconds(1)), "{ mode: global }");
        server.instance("Mute");
        awaitState(source, "connected");
        server.mute();
        eventually().until(() -> metric("reconnects_total", source) >= 1);
        server.burst("Mute", "MUTE", 1);
        eventually().until(() -> ids("MUTE-1").size() == 1);
    }

    @Test
    void saysThatAServerSpeaksAnOlderProtocol() {
        server = EvolutionSetup.everywhere().start(); // and nobody asks it
        DisposableServer old = FakeLoops.server()
                .route(routes -> routes.ws(
                        "/socket.io/",
                        (in, out) -> out.sendString(Flux.just(
                                        "0{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":5000}",
                                        "40"))
                                .neverComplete()))
                .bindNow();
        try {
            String source = router.listen("http://127.0.0.1:" + old.port(), "a-key", "stream: { mode: global }");
            awaitState(source, "refused");
            assertThat(router.console()).contains("speaks Engine.IO 3");
        } finally {
            old.disposeNow();
        }
    }

    @Test
    void goesOnTryingForAServerThatIsAwayAndSaysSo() {
        server = EvolutionSetup.everywhere().start();
        String url = server.url();
        server.kill();
        String source = router.listen(url, server.key(), "stream: { mode: global }");
        eventually().until(() -> router.console().contains("event=stream-lost source=" + source));
        assertThat(router.console()).contains("no connection to " + url.substring("http://".length()));
        server.restart();
        awaitState(source, "connected");
    }
}
