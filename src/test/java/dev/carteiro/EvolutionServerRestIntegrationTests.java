package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The fake Evolution's REST calls answer as the real ones do, with their gaps. */
@NeedsNode
class EvolutionServerRestIntegrationTests {

    @Test
    void findsMessagesInPagesNewestFirst() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            server.instance("acme");
            server.messages(
                    "acme",
                    IntStream.range(0, 5)
                            .mapToObj(EvolutionServerRestIntegrationTests::message)
                            .toArray(String[]::new));

            JsonNode second = find(server, "{\"where\": {}, \"page\": 2, \"offset\": 2}");
            assertThat(second.toString()).startsWith("{\"total\":5,\"pages\":3,\"currentPage\":2,\"records\":[");
            assertThat(keys(second)).containsExactly("3EB02", "3EB01");
            assertThat(keys(find(server, between("2025-12-10T14:03:01Z", "2025-12-10T14:03:02Z"))))
                    .containsExactly("3EB02", "3EB01");
            assertThat(keys(find(server, "{\"where\": {\"messageTimestamp\": {\"gte\": \"2025-12-10T14:03:03Z\"}}}")))
                    .as("half a range is none")
                    .hasSize(5);
        }
    }

    @Test
    void answersByAScriptFirst() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            server.instance("acme", Map.of("state", "close"));
            server.answer("GET", "/instance/connect/acme", 2, 200, "{\"count\": 0}");

            assertThat(get(server, "/instance/connect/acme")).isEqualTo("200 {\"count\":0}");
            assertThat(get(server, "/instance/connect/acme")).isEqualTo("200 {\"count\":0}");
            assertThat(get(server, "/instance/connect/acme")).startsWith("200 {\"pairingCode\":null,\"code\":\"2@");
            assertThat(get(server, "/instance/connectionState/acme"))
                    .isEqualTo("200 {\"instance\":{\"instanceName\":\"acme\",\"state\":\"connecting\"}}");
            assertThat(server.requests("/instance/connect/")).hasSize(3).allSatisfy(request -> {
                assertThat(request.headers()).containsEntry("apikey", server.key());
            });
        }
    }

    @Test
    void knowsTheInstanceBeforeItAsksForTheKey() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            String token = server.instance("acme");

            assertThat(get(server, "/instance/connectionState/none", "apikey", "no"))
                    .isEqualTo("404 {\"status\":404,\"error\":\"Not Found\","
                            + "\"response\":{\"message\":[\"The \\\"none\\\" instance does not exist\"]}}");
            assertThat(get(server, "/instance/connectionState/acme", "apikey", "no"))
                    .isEqualTo("401 {\"status\":401,\"error\":\"Unauthorized\","
                            + "\"response\":{\"message\":\"Unauthorized\"}}");
            assertThat(get(server, "/instance/connectionState/acme", "apikey", token))
                    .startsWith("200 ");
            assertThat(get(server, "/instance/fetchInstances?instanceName=none"))
                    .startsWith("404 ");
        }
    }

    @Test
    void subscribesToAllWithAnEmptyListAndFailsWithoutOne() {
        try (EvolutionServer server = EvolutionSetup.traditional().start()) {
            server.instance("acme", Map.of());

            assertThat(get(server, "/websocket/find/acme")).isEqualTo("200 null");
            assertThat(set(server, "websocket", "{\"enabled\": true, \"events\": []}"))
                    .startsWith("201 ")
                    .contains("\"STATUS_INSTANCE\"");
            assertThat(set(server, "websocket", "{\"enabled\": true}"))
                    .startsWith("500 ")
                    .contains("Cannot read properties of undefined (reading 'length')");
            assertThat(set(server, "websocket", "{\"enabled\": true, \"events\": [\"CREDS_UPDATE\"]}"))
                    .startsWith("400 {\"status\":400,\"error\":\"Bad Request\",\"response\":{\"message\":[[\"");
        }
    }

    private static String get(EvolutionServer server, String path) {
        return get(server, path, "apikey", server.key());
    }

    private static String get(EvolutionServer server, String path, String... headers) {
        return text(server.client().send("GET", path, headers));
    }

    private static String set(EvolutionServer server, String kind, String settings) {
        String body = "{\"%s\": %s}".formatted(kind, settings);
        return text(server.client().post("/" + kind + "/set/acme", body, "apikey", server.key()));
    }

    private static String text(RouterClient.Answer answer) {
        return answer.status() + " " + answer.text();
    }

    private static JsonNode find(EvolutionServer server, String query) {
        RouterClient.Answer answer = server.client().post("/chat/findMessages/acme", query, "apikey", server.key());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("messages");
    }

    private static String between(String from, String to) {
        return "{\"where\": {\"messageTimestamp\": {\"gte\": \"%s\", \"lte\": \"%s\"}}}".formatted(from, to);
    }

    private static List<String> keys(JsonNode page) {
        return page.path("records")
                .valueStream()
                .map(record -> record.path("key").path("id").asString(""))
                .toList();
    }

    private static String message(int number) {
        return """
                {"key": {"remoteJid": "5511988887777@s.whatsapp.net", "fromMe": false, "id": "3EB0%d"},
                 "message": {"conversation": "oi"}, "messageTimestamp": %d}
                """.formatted(number, 1_765_375_380 + number);
    }
}
