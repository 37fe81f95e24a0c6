package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.EvolutionServer.Handshake;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What comes over the stream of a server that is well. */
@NeedsNode
class StreamIntegrationTests extends ListeningTests {

    /** Three times what may wait, in bytes. */
    private static final int BURST = 5_000;

    StreamIntegrationTests(ListeningRouter router) {
        super(router);
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
        server.burst("Burst", "BURST", BURST, Map.of("padBytes", 8_000));

        AtomicLong most = new AtomicLong();
        eventually().atMost(Duration.ofMinutes(3)).until(() -> {
            most.accumulateAndGet((long) metric("buffered_bytes", source), Math::max);
            return metric("events_total", source) >= BURST;
        });
        assertThat(most.get()).as("of a bound of 16 MiB").isLessThanOrEqualTo((16 << 20) + 10_000);
        eventually().atMost(Duration.ofMinutes(3)).until(() -> router.sink().count("BURST-") >= BURST);
        assertThat(ids("BURST-"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(numbered("BURST", 1, BURST));
        assertInOrder("BURST");
        assertThat(metric("buffered_bytes", source)).isLessThan(1_000);
        System.out.println("stream: burst of " + BURST + ", router peak " + (router.peakMemory() >> 20) + " MiB");
        assertThat(router.peakMemory()).as("of a router with a heap of 256 MiB").isLessThan(600L << 20);
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
}
