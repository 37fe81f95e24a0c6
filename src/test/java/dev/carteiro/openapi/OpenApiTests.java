package dev.carteiro.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.carteiro.openapi.Operation.Guard;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HandlerFunction<ServerResponse> HANDLER =
            request -> ServerResponse.ok().build();

    private static JsonNode document(RouterFunctions.Builder routes, Described... others) {
        return JSON.readTree(
                JSON.writeValueAsBytes(OpenApi.document("1.2.3", List.of(routes.build()), List.of(others))));
    }

    private static JsonNode get(String path, Operation operation) {
        return document(RouterFunctions.route().GET(path, HANDLER).withAttributes(operation))
                .path("paths")
                .path(path)
                .path("get");
    }

    @Test
    void describesARouteWhereItIsMade() {
        JsonNode operation = get(
                "/api/events/{id}",
                Operation.of("Shows an event")
                        .path("id", "Its id")
                        .query("q", "A text")
                        .number("n", "A number"));

        assertThat(operation.path("summary").asString("")).isEqualTo("Shows an event");
        assertThat(operation.path("operationId").asString("")).isEqualTo("getApiEventsId");
        assertThat(operation.path("tags")).hasToString("[\"events\"]");
        assertThat(operation.path("parameters")).isEqualTo(JSON.readTree("""
                [{"name":"id","in":"path","required":true,"description":"Its id","schema":{"type":"string"}},
                 {"name":"q","in":"query","required":false,"description":"A text","schema":{"type":"string"}},
                 {"name":"n","in":"query","required":false,"description":"A number","schema":{"type":"integer"}}]"""));
    }

    @Test
    void showsAnExampleAndTheShapeThatItHas() {
        JsonNode document = document(RouterFunctions.route()
                .GET("/api/x", HANDLER)
                .withAttributes(Operation.of("X").answers("An X", "accepted.json", "trial.json")));
        JsonNode content = document.at("/paths/~1api~1x/get/responses/200/content/application~1json");

        assertThat(content.at("/examples/accepted/value/status").asString("")).isEqualTo("accepted");
        assertThat(content.path("schema"))
                .hasToString("{\"anyOf\":[{\"$ref\":\"#/components/schemas/Accepted\"},"
                        + "{\"$ref\":\"#/components/schemas/Trial\"}]}");
        JsonNode trial = document.at("/components/schemas/Trial/properties");
        assertThat(trial.path("examined")).hasToString("{\"type\":\"integer\"}");
        assertThat(trial.path("complete")).hasToString("{\"type\":\"boolean\"}");
        assertThat(trial.path("stoppedBy")).hasToString("{}");
        assertThat(trial.at("/sample/items/properties/today")).hasToString("{\"type\":\"array\",\"items\":{}}");
        assertThat(trial.at("/sample/items/properties/would/items")).hasToString("{\"type\":\"string\"}");
    }

    @Test
    void saysWhoMayAsk() {
        assertThat(get("/x", Operation.of("X")).has("security")).isFalse();
        assertThat(get("/x", Operation.of("X")).at("/responses/401/content").has("application/problem+json"))
                .isTrue();
        JsonNode free = get("/x", Operation.of("X").guardedBy(Guard.NOBODY));
        assertThat(free.path("security")).hasToString("[]");
        assertThat(free.path("responses").has("401")).isFalse();
        assertThat(get("/x", Operation.of("X").guardedBy(Guard.SOURCE)).path("security"))
                .hasToString("[{},{\"source\":[]},{\"sourceQuery\":[]},{\"sourceHeader\":[]}]");
    }

    @Test
    void aRefusalIsProblemDetails() {
        JsonNode document = document(RouterFunctions.route()
                .GET("/x", HANDLER)
                .withAttributes(Operation.of("X").refuses(HttpStatus.NOT_FOUND, "No such x")));

        assertThat(document.at("/paths/~1x/get/responses/404")).isEqualTo(JSON.readTree("""
                {"description":"No such x",
                 "content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}"""));
        assertThat(document.at("/components/schemas/Problem/properties").propertyNames())
                .contains("title", "status", "detail", "instance");
    }

    @Test
    void saysWhatABodyHasToBe() {
        Operation takes = Operation.of("X").takes(MediaType.APPLICATION_YAML, "candidate.yml");
        JsonNode body = get("/x", takes).at("/requestBody/content/application~1yaml");

        assertThat(body.path("schema")).hasToString("{\"type\":\"string\"}");
        assertThat(body.at("/examples/candidate/value").asString("")).startsWith("carteiro:\n");
        JsonNode webhook = get("/x", Operation.of("X").guardedBy(Guard.SOURCE).takes("evolution-message.json"));
        assertThat(webhook.at("/requestBody/content/application~1json").has("schema"))
                .isFalse();
    }

    @Test
    void findsNestedRoutesAndTellsTheOnesOfWhichNobodyHasSaidAnything() {
        JsonNode paths = document(RouterFunctions.route()
                        .nest(
                                path("/api"),
                                below -> below.GET("/a", HANDLER)
                                        .withAttributes(Operation.of("A"))
                                        .DELETE("/a", HANDLER)))
                .path("paths");

        assertThat(paths.at("/~1api~1a/get/summary").asString("")).isEqualTo("A");
        assertThat(paths.at("/~1api~1a/delete").has("summary")).isFalse();
        assertThat(paths.at("/~1api~1a/delete").has("responses")).isTrue();
    }

    @Test
    void takesPathsThatARouteDoesNotTellFromItsDescription() {
        Described described = Described.nothing().and(HttpMethod.POST, "/webhook/{source}", Operation.of("W"));
        JsonNode paths = document(
                        RouterFunctions.route().route(request -> true, HANDLER).withAttributes(described),
                        Described.nothing().and(HttpMethod.GET, "/actuator", Operation.of("L")))
                .path("paths");

        assertThat(paths.propertyNames()).containsExactly("/actuator", "/webhook/{source}");
        assertThat(paths.at("/~1webhook~1{source}/post/parameters/0/name").asString(""))
                .isEqualTo("source");
    }

    @Test
    void isTheSameEachTime() {
        List<String> written = Stream.generate(() -> document(RouterFunctions.route()
                                .GET("/x", HANDLER)
                                .withAttributes(Operation.of("X").answers("An event", "event-detail.json")))
                        .toString())
                .limit(2)
                .toList();

        assertThat(written.get(0)).isEqualTo(written.get(1));
        assertThat(written.get(0))
                .startsWith("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Carteiro\",\"version\":\"1.2.3\"");
    }

    @Test
    void aMissingExampleIsAMistake() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> get("/x", Operation.of("X").answers("X", "no-such-example.json")))
                .withMessageContaining("no-such-example.json");
    }
}
