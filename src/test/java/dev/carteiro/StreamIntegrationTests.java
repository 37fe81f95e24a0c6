package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.EvolutionServer.Handshake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One router, and for each test a server of its own that its configuration learns of while it runs. */
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamIntegrationTests {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private ListeningRouter router;

    @SuppressWarnings("NullAway.Init") // each test begins with it
    private EvolutionServer server;

    @BeforeAll
    void start() {
        router = ListeningRouter.in(folder);
    }

    @AfterAll
    void stop() {
        router.close();
    }

    @AfterEach
    void forget() {
        router.forget();
        server.close();
    }

    /** The router listens to it, or tries to. */
    private String listen(EvolutionSetup to, String stream) {
        server = to.start();
        return router.listen(server, "stream: " + stream);
    }

    private void awaitState(String source, String state) {
        router.awaitState(source, state);
    }

    private double metric(String name, String source) {
        return router.metric(name, source);
    }

    private JsonNode health(String source) {
        return router.health(source);
    }

    private List<String> ids(String prefix) {
        return router.sink().requests(prefix).stream().map(Ledger::id).toList();
    }

    private static List<String> numbered(String prefix, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> prefix + "-" + n).toList();
    }

    private static String item(String id, String jid) {
        return """
                {"key": {"remoteJid": "%s", "fromMe": false, "id": "%s"}, "pushName": "Ana", "messageType": "conversation",
                 "message": {"conversation": "Oi"}, "messageTimestamp": %d, "source": "android"}
                """.formatted(jid, id, Instant.now().getEpochSecond());
    }

    @Test
    void hearsAllInstancesInGlobalMode() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        awaitState(source, "connected");
        server.instance("Ravenna");
        server.instance("Vendas");

        server.burst("Ravenna", "GR", 20);
        server.burst("Vendas", "GV", 20);

        eventually().until(() -> ids("GR-").size() == 20 && ids("GV-").size() == 20);
        assertThat(ids("GR-")).containsExactlyInAnyOrderElementsOf(numbered("GR", 1, 20));
        assertThat(metric("connected", source)).isEqualTo(1);
        assertThat(metric("events_total", source)).isGreaterThanOrEqualTo(40);
        assertThat(metric("event_age_seconds", source)).isBetween(0.0, 60.0);
        assertThat(health(source).path("status").asString("")).isEqualTo("UP");
    }

    @Test
    void takesTheSameFactOnceThatComesOverBoth() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        awaitState(source, "connected");
        server.instance(
                "Both",
                Map.of(
                        "state", "open",
                        "websocket", Map.of(),
                        "webhook", Map.of("url", router.url() + "/webhook/" + source)));

        String jid = TestEvents.chat();
        server.both("Both", "messages.upsert", item("BOTH-1", jid));
        server.both(
                "Both", "connection.update", "{\"instance\": \"Both\", \"state\": \"open\", \"statusReason\": 200}");
        server.both(
                "Both",
                "messages.update",
                "{\"keyId\": \"BOTH-0\", \"remoteJid\": \"%s\", \"fromMe\": true, \"status\": \"READ\"}"
                        .formatted(jid));
        server.emit("Both", "messages.upsert", item("BOTH-2", jid));

        eventually().until(() -> ids("BOTH-2").size() == 1);
        assertThat(router.sink().requests("BOTH-1")).hasSize(1);
        assertThat(router.sink().requests("BOTH-0")).hasSize(1);
        assertThat(router.sink().requests("\"instance\":\"Both\"").stream()
                        .filter(one -> one.text().contains("connection.update")))
                .hasSize(1);
        assertThat(metric("events_total", source)).isEqualTo(4);
    }

    @Test
    void keepsBytesThatComeInFramesOfTheirOwn() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        awaitState(source, "connected");
        server.instance("Media");
        server.emit("Media", "messages.upsert", """
                {"key": {"remoteJid": "5511@s.whatsapp.net", "fromMe": false, "id": "BYTES-1"}, "messageType": "imageMessage",
                 "message": {"imageMessage": {"mimetype": "image/jpeg", "caption": "Olá, ação!",
                   "mediaKey": {"$bytes": "AQIDBA=="}, "jpegThumbnail": {"$bytes": "/9j/4A=="}, "fileLength": "12"}},
                 "messageTimestamp": %d}
                """.formatted(Instant.now().getEpochSecond()));

        eventually().until(() -> ids("BYTES-1").size() == 1);
        JsonNode image = JsonMapper.shared()
                .readTree(router.sink().requests("BYTES-1").getFirst().body())
                .at("/data/message/imageMessage");
        assertThat(image.path("mediaKey").asString("")).isEqualTo("AQIDBA==");
        assertThat(image.path("jpegThumbnail").asString("")).isEqualTo("/9j/4A==");
        assertThat(image.path("caption").asString("")).isEqualTo("Olá, ação!");
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
    void keepsNothingOfInstancesThatItWasNotToldToListenTo() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: instances, instances: [Wanted] }");
        server.instance("Wanted");
        server.instance("Unwanted");
        awaitState(source, "connected");
        server.burst("Unwanted", "UNWANTED", 3);
        server.burst("Wanted", "WANTED", 3);
        eventually().until(() -> ids("\"WANTED-").size() == 3);
        assertThat(ids("UNWANTED-")).isEmpty();
        assertThat(ids("\"WANTED-")).doesNotHaveDuplicates();
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
    void takesAnEventWithThousandsOfBytesFields() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        server.instance("Album");
        awaitState(source, "connected");
        String thumbnails = String.join(",", Collections.nCopies(12_000, "{\"$bytes\": \"AQID\"}"));
        server.emit(
                "Album",
                "messages.upsert",
                item("ALBUM-1", TestEvents.chat())
                        .replace(
                                "\"conversation\": \"Oi\"",
                                "\"conversation\": \"Oi\", \"thumbnails\": [" + thumbnails + "]"));
        eventually().until(() -> ids("ALBUM-1").size() == 1);
        assertThat(metric("garbled_total", source)).isZero();
    }

    @Test
    void takesABurstWithoutLossOrGrowth() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        server.instance("Burst");
        awaitState(source, "connected");
        server.burst("Burst", "BURST", 10_000, Map.of("padBytes", 4_000));

        AtomicLong most = new AtomicLong();
        eventually().atMost(Duration.ofMinutes(3)).until(() -> {
            most.accumulateAndGet((long) metric("buffered_bytes", source), Math::max);
            return metric("events_total", source) >= 10_000;
        });
        assertThat(most.get()).as("of a bound of 16 MiB").isLessThanOrEqualTo((16 << 20) + 6_000);
        eventually().atMost(Duration.ofMinutes(3)).until(() -> ids("BURST-").size() >= 10_000);
        assertThat(ids("BURST-"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(numbered("BURST", 1, 10_000));
        assertInOrder("BURST");
        assertThat(metric("buffered_bytes", source)).isLessThan(1_000);
        System.out.println("stream: burst of 10000, router peak " + (router.peakMemory() >> 20) + " MiB");
        assertThat(router.peakMemory()).as("of a router with a heap of 256 MiB").isLessThan(600L << 20);
    }

    /** Each conversation's messages are numbered upwards. */
    private void assertInOrder(String prefix) {
        Map<String, Integer> last = new LinkedHashMap<>();
        for (ScriptedPeer.Request request : router.sink().requests(prefix + "-")) {
            JsonNode key = JsonMapper.shared().readTree(request.body()).at("/data/key");
            int number = Integer.parseInt(key.path("id").asString("").substring(prefix.length() + 1));
            Integer before = last.put(key.path("remoteJid").asString(""), number);
            assertThat(before == null || before < number)
                    .as(prefix + "-" + number + " after " + before)
                    .isTrue();
        }
        assertThat(last).hasSizeGreaterThan(1);
    }

    @Test
    void takesAFrameOf64MiB() {
        String source = listen(EvolutionSetup.everywhere(), "{ mode: global }");
        server.instance("Large");
        awaitState(source, "connected");
        server.emit(
                "Large", "messages.upsert", item("LARGE-1", TestEvents.chat()), Map.of("padBytes", (64 << 20) - 4_096));
        server.emit("Large", "messages.upsert", item("LARGE-2", TestEvents.chat()));
        eventually().atMost(Duration.ofMinutes(2)).until(() -> ids("LARGE-").size() == 2);
        assertThat(router.sink().requests("LARGE-1").getFirst().body().length).isGreaterThan((64 << 20) - 4_096);
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
    void needsNoKeyOfAnEvolutionThatAsksForNone() {
        String source = listen(EvolutionSetup.everywhere().withoutAuth().version("2.2.3"), "{ mode: global }");
        server.instance("Old");
        awaitState(source, "connected");
        server.burst("Old", "OLD", 3);
        eventually().until(() -> ids("OLD-").size() == 3);
        assertThat(server.handshakes())
                .allSatisfy(
                        shake -> assertThat(shake).extracting(Handshake::eio).isEqualTo("4"));
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
        DisposableServer old = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
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
