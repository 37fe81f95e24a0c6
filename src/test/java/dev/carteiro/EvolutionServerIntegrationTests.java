package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.carteiro.EvolutionServer.Handshake;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fake Evolution is as the real one is, where a client would notice. */
@NeedsNode
class EvolutionServerIntegrationTests {

    private static final String KEY = "&apikey=evolution-key";
    private static final String UNKNOWN = "44/acme,{\"message\":\"Invalid namespace\"}";
    private static final String IMAGE = """
            {"key": {"remoteJid": "5511988887777@s.whatsapp.net", "fromMe": false, "id": "3EB0A"},
             "message": {"imageMessage": {"mediaKey": {"$bytes": "CQg="}, "jpegThumbnail": {"$bytes": "/w=="}}},
             "messageType": "imageMessage", "messageTimestamp": 1765375387}
            """;

    @Test
    void letsNobodyInWithoutAKey() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            assertThat(polling(server, "EIO=4")).isEqualTo("403 {\"code\":4,\"message\":\"apiKey is required\"}");
            assertThat(polling(server, "EIO=4&apikey=no"))
                    .isEqualTo("403 {\"code\":4,\"message\":\"Invalid global token\"}");
            assertThat(WireClient.refusal(server.url(), ""))
                    .startsWith("HTTP/1.1 400 Bad Request")
                    .endsWith("\r\n\r\napiKey is required");
            assertThat(WireClient.refusal(server.url(), "&apikey=no")).endsWith("\r\n\r\nInvalid global token");
            assertThat(server.handshakes())
                    .extracting(Handshake::accepted, Handshake::transport, Handshake::reason)
                    .contains(
                            tuple(false, "polling", "apiKey is required"),
                            tuple(false, "websocket", "Invalid global token"));
        }
    }

    @Test
    void takesTheTokenOfAnyInstance() {
        try (EvolutionServer server = EvolutionSetup.traditional().start();
                WireClient client = new WireClient(server.url(), "&apikey=" + server.instance("acme"))) {
            assertThat(client.next()).startsWith("0{").contains("\"pingInterval\":25000", "\"maxPayload\":1000000");
        }
    }

    @Test
    void letsEverybodyInBefore230() {
        try (EvolutionServer server = EvolutionSetup.traditional()
                        .withoutAuth()
                        .version("2.2.3")
                        .start();
                WireClient client = new WireClient(server.url(), "")) {
            assertThat(client.next()).startsWith("0{");
        }
    }

    @Test
    void doesNotSpeakTheOldProtocol() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            assertThat(polling(server, "EIO=3" + KEY))
                    .isEqualTo("400 {\"code\":5,\"message\":\"Unsupported protocol version\"}");
            assertThat(server.handshakes()).extracting(Handshake::eio).containsExactly("3");
        }
    }

    @Test
    void hasANamespaceFromTheFirstEventToTheNextRestart() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            String token = server.instance("acme");
            connect(server, "/acme", UNKNOWN).close();

            server.emit("acme", "messages.upsert", IMAGE);
            connect(server, "/acme", "40/acme,{\"sid\":").close();

            server.restart();
            connect(server, "/acme", UNKNOWN).close();
            assertThat(server.instance("acme", Map.of())).isEqualTo(token);
        }
    }

    @Test
    void sendsBytesAsAttachments() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            server.instance("acme", Map.of("websocket", Map.of(), "ownerJid", "5511900001111@s.whatsapp.net"));
            server.emit("acme", "call", "{}");
            try (WireClient client = connect(server, "/acme", "40/acme,{\"sid\":")) {
                server.emit("acme", "messages.upsert", IMAGE);

                assertThat(client.next())
                        .startsWith(
                                "452-/acme,[\"messages.upsert\",{\"event\":\"messages.upsert\",\"instance\":\"acme\"")
                        .contains("\"mediaKey\":{\"_placeholder\":true,\"num\":0}")
                        .contains("\"jpegThumbnail\":{\"_placeholder\":true,\"num\":1}")
                        .contains("\"sender\":\"5511900001111@s.whatsapp.net\"")
                        .doesNotContain("destination");
                assertThat(List.of(client.next(), client.next())).containsExactly("bytes 09 08", "bytes ff");
            }
        }
    }

    @Test
    void sendsToNamespacesWhatIsSubscribedToAndToEverybodyAll() {
        try (EvolutionServer server = EvolutionSetup.everywhere().start()) {
            server.instance("acme", Map.of("websocket", Map.of("events", List.of("CALL"))));
            server.emit("acme", "call", "{}");
            try (WireClient own = connect(server, "/acme", "40/acme,{\"sid\":");
                    WireClient all = connect(server, "", "40{\"sid\":")) {
                server.emit("acme", "groups.update", "[]");
                server.emit("acme", "call", "{}");

                assertThat(own.next()).startsWith("42/acme,[\"call\",{");
                assertThat(all.next()).startsWith("42[\"groups.update\",{");
                assertThat(all.next()).startsWith("42[\"call\",{");
                assertThat(List.of(server.clients("/"), server.clients("/acme")))
                        .containsExactly(1, 1);
            }
        }
    }

    @Test
    void endsConnectionsAndLetsThemComeAgain() {
        try (EvolutionServer server = EvolutionSetup.everywhere().start()) {
            try (WireClient client = connect(server, "", "40{\"sid\":")) {
                server.disconnect();
                assertThat(client.next()).startsWith("close ");
            }
            try (WireClient client = connect(server, "", "40{\"sid\":")) {
                server.reset();
                assertThat(client.next()).matches("(error|close 1006).*");
            }
            eventually().until(() -> server.clients("/") == 0);
        }
    }

    @Test
    void sendsFramesOf64MiB() {
        int size = 64 << 20;
        try (EvolutionServer server = EvolutionSetup.everywhere().start();
                WireClient client = connect(server, "", "40{\"sid\":")) {
            server.emit("acme", "messages.upsert", IMAGE, Map.of("padBytes", size, "store", false));

            assertThat(client.next().length()).isGreaterThan(size);
        }
    }

    @Test
    void sendsOverSocketIoAndThenToTheWebhook() {
        try (EvolutionServer server = EvolutionSetup.everywhere().start();
                ScriptedPeer peer = ScriptedPeer.start();
                WireClient client = connect(server, "", "40{\"sid\":")) {
            server.instance(
                    "acme", Map.of("webhook", Map.of("url", peer.url() + "/hook", "headers", Map.of("jwt_key", "s3"))));

            assertThat(server.both("acme", "messages.upsert", IMAGE)).isEqualTo(200);

            String time = client.next().replaceFirst(".*(\"date_time\":\"[^\"]+\").*", "$1");
            ScriptedPeer.Request webhook = peer.requests().getFirst();
            assertThat(webhook.text())
                    .contains(time, "\"destination\":\"" + peer.url() + "/hook\"", "\"mediaKey\":{\"0\":9,\"1\":8}");
            assertThat(webhook.header("authorization")).startsWith("Bearer eyJ");
        }
    }

    private static String polling(EvolutionServer server, String query) {
        RouterClient.Answer answer = server.client().send("GET", "/socket.io/?transport=polling&" + query);
        return answer.status() + " " + answer.text();
    }

    /** A client that has asked for a namespace and been told what is expected. */
    private static WireClient connect(EvolutionServer server, String namespace, String expected) {
        WireClient client = new WireClient(server.url(), KEY);
        assertThat(client.next()).startsWith("0{");
        client.send(namespace.isEmpty() ? "40" : "40" + namespace + ",");
        assertThat(client.next()).startsWith(expected);
        return client;
    }
}
