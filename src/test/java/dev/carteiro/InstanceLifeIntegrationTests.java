package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.EvolutionServer.Request;
import dev.carteiro.RouterClient.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can be done with instances, against an Evolution that does it. */
@NeedsNode
class InstanceLifeIntegrationTests extends ListeningTests {

    private static final String CODE = "2@" + "ZyXwVu9876543210,".repeat(12);

    InstanceLifeIntegrationTests(ListeningRouter router) {
        super(router);
    }

    @BeforeEach
    void open() {
        serve(EvolutionSetup.everywhere());
    }

    private Answer create(String source, String name) {
        return router.client()
                .admin("POST", "/api/instances", "{\"name\": \"" + name + "\", \"source\": \"" + source + "\"}");
    }

    @Test
    void makesAnInstanceWhoseEventsComeToUs() {
        String source = router.listen(server, "stream: { mode: global }");
        router.awaitState(source, "connected");
        String name = "Made-" + unique();
        server.script(
                "GET", "/instance/connect/" + name, Map.of("times", 2, "status", 200, "body", Map.of("count", 0)));

        Answer made = router.client()
                .admin(
                        "POST",
                        "/api/instances",
                        "{\"instanceName\": \"" + name + "\", \"integration\": \"WHATSAPP-BAILEYS\", \"source\": \""
                                + source + "\"}");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().at("/qr/available").asBoolean(false))
                .as(made.text())
                .isTrue();
        assertThat(made.json().path("state").asString("")).isEqualTo("connecting");
        Request webhook = server.requests("/webhook/set/" + name).getLast();
        assertThat(webhook.json().at("/webhook/url").asString("")).isEqualTo(router.url() + "/webhook/" + source);
        assertThat(webhook.json().at("/webhook/headers/authorization").asString(""))
                .isEqualTo("Bearer " + ListeningRouter.TOKEN);
        assertThat(webhook.json().at("/webhook/events").valueStream().map(one -> one.asString("")))
                .contains("QRCODE_UPDATED", "MESSAGES_UPSERT", "SEND_MESSAGE", "CONNECTION_UPDATE");
        List<String> paths = server.requests().stream()
                .map(Request::path)
                .filter(path -> path.contains(name) || path.equals("/instance/create"))
                .toList();
        assertThat(paths).containsSubsequence("/instance/create", "/webhook/set/" + name, "/instance/connect/" + name);
        String id = unique();
        assertThat(server.webhook(name, "messages.upsert", """
                {"key": {"remoteJid": "5511@s.whatsapp.net", "fromMe": false, "id": "%s"}, "message": {"conversation": "Oi"},
                 "messageType": "conversation", "messageTimestamp": 1765375400}
                """.formatted(id))).isEqualTo(200);
        eventually().until(() -> router.sink().requests(id).size() == 1);
    }

    @Test
    void listensToAnInstanceThatItMadeWhereEachHasItsNamespace() {
        String source = router.listen(server, "stream: { mode: instances, instances: [Other] }");
        router.awaitState(source, "connected");
        String name = "Own-" + unique();
        int before = server.handshakes().size();

        Answer made = create(source, name);

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(server.requests("/websocket/set/" + name)
                        .getLast()
                        .json()
                        .at("/websocket/enabled")
                        .asBoolean(false))
                .isTrue();
        eventually().until(() -> {
            server.qr(name);
            return server.clients("/" + name) == 1;
        });
        assertThat(server.handshakes()).as("the others' stream goes on").hasSize(before);
    }

    @Test
    void hasACodeDrawnWhateverShapeTheAnswerHas() {
        String name = "Codes-" + unique();
        server.instance(name, Map.of("state", "close"));
        String source = router.listen(server, "stream: { mode: off }");
        eventually().until(() -> instance(name).path("source").asString("").equals(source));
        String connect = "/instance/connect/" + name;
        server.script("GET", connect, Map.of("times", 1, "status", 200, "body", Map.of("count", 0)));
        server.script(
                "GET",
                connect,
                Map.of("times", 1, "status", 200, "body", Map.of("error", true, "message", "[object Object]")));
        server.script(
                "GET",
                connect,
                Map.of(
                        "times",
                        1,
                        "status",
                        500,
                        "body",
                        Map.of(
                                "status",
                                500,
                                "error",
                                "Internal Server Error",
                                "response",
                                Map.of("message", "Timed Out"))));
        server.script("GET", connect, Map.of("times", 1, "status", 200, "body", Map.of("code", CODE, "count", 1)));

        byte[] png = call("GET", name + "/qr.png").response().body();

        assertThat(InstanceIntegrationTests.read(png)).isEqualTo(CODE);
        assertThat(server.requests(connect)).hasSize(4);
        JsonNode again = router.client().get("/api/instances/" + name + "/qr");
        assertThat(again.path("code").asString("")).as("without asking again").isEqualTo(CODE);
        assertThat(server.requests(connect)).hasSize(4);
        eventually().until(() -> router.sink().requests(CODE).size() == 1);
    }

    @Test
    void restartsLogsOutAndDeletes() {
        String name = "Life-" + unique();
        server.instance(name);
        String source = router.listen(server, "stream: { mode: global }");
        router.awaitState(source, "connected");
        awaitInstance(name, "open");

        assertThat(call("POST", name + "/restart").status()).isEqualTo(200);
        assertThat(server.requests("/instance/restart/" + name)).hasSize(1);
        Answer logout = call("POST", name + "/logout");
        assertThat(logout.status()).as(logout.text()).isEqualTo(200);
        awaitInstance(name, "close");
        assertThat(call("DELETE", name).status()).isEqualTo(200);
        eventually().until(() -> call("GET", name).status() == 404);
        assertThat(server.requests("/instance/delete/" + name)).hasSize(1);
        assertThat(router.client()
                        .post(
                                "/webhook/" + source,
                                TestEvents.connection(name, "close"),
                                "apikey",
                                ListeningRouter.TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(call("GET", name).status()).as("after late news of its end").isEqualTo(404);
    }

    @Test
    void connectsWhatEvolutionWouldNotRestart() {
        String name = "Closed-" + unique();
        server.instance(name, Map.of("state", "close"));
        String source = router.listen(server, "probe: { every: 1s }");
        eventually().until(() -> instance(name).path("source").asString("").equals(source));
        assertThat(call("POST", name + "/restart").status()).isEqualTo(200);
        assertThat(server.requests("/instance/connect/" + name)).hasSize(1);
        assertThat(server.requests("/instance/restart/" + name)).hasSize(1);
    }

    @Test
    void saysWhatTheServerWillNotDo() {
        String name = "No-" + unique();
        server.instance(name);
        String source = router.listen(server, "stream: { mode: global }");
        router.awaitState(source, "connected");
        awaitInstance(name, "open");

        Answer twice = create(source, name);
        assertThat(twice.status()).as(twice.text()).isEqualTo(409);
        server.answer(
                "POST", "/instance/restart/" + name, 1, 200, "{\"error\": true, \"message\": \"[object Object]\"}");
        assertThat(call("POST", name + "/restart").status()).isEqualTo(502);
        server.answer("POST", "/webhook/set/" + name + "2", 2, 500, "{\"response\": {\"message\": \"Cannot read\"}}");
        Answer unheard = create(source, name + "2");
        assertThat(unheard.status()).isEqualTo(502);
        assertThat(unheard.text()).contains("deleted again");
        assertThat(server.requests("/instance/delete/" + name + "2")).hasSize(1);
        server.kill();
        Answer away = call("POST", name + "/restart");
        assertThat(away.status()).isEqualTo(504);
        assertThat(away.text()).contains("cannot be reached").doesNotContain(server.key());
    }

    @Test
    void showsNoCodeOfAnInstanceThatWasLoggedOut() {
        String name = "Out-" + unique();
        server.instance(name, Map.of("state", "close"));
        String source = router.listen(server, "stream: { mode: global }");
        router.awaitState(source, "connected");
        server.qr(name);
        eventually().until(() -> instance(name).path("qrAvailable").asBoolean(false));
        server.emit(
                name,
                "connection.update",
                "{\"instance\": \"" + name + "\", \"state\": \"close\", \"statusReason\": 401}");
        eventually().until(() -> !instance(name).path("qrAvailable").asBoolean(true));
        awaitInstance(name, "close");
    }

    @Test
    void asksForACodeToBeTypedWhereTheNumberIsKnown() {
        String source = router.listen(server, "stream: { mode: global }");
        router.awaitState(source, "connected");
        String name = "Typed-" + unique();
        Answer made = router.client()
                .admin(
                        "POST",
                        "/api/instances",
                        "{\"name\": \"" + name + "\", \"source\": \"" + source
                                + "\", \"number\": \"+55 11 90000-4444\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(server.requests("/instance/connect/" + name).getFirst().query())
                .contains("number=5511900004444");
    }
}
