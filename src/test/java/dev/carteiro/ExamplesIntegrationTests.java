package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples in {@code /openapi.json} are what the router takes and answers. */
@ExtendWith(SharedRouter.Provider.class)
class ExamplesIntegrationTests {

    /** Objects in which every router has other members. */
    private static final Set<String> OPEN = Set.of("components", "_links", "details");

    private static final JsonNode EMPTY = JsonMapper.shared().createObjectNode();

    private final SharedRouter router;
    private final RouterClient client;
    private final JsonNode document;

    ExamplesIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        this.document = client.get("/openapi.json");
    }

    @Test
    void itsExamplesAreWhatSendersSend() {
        List<Documented> webhooks = Documented.in(document).stream()
                .filter(operation -> operation.isWebhook())
                .toList();

        assertThat(webhooks).allSatisfy(operation -> {
            List<JsonNode> bodies = operation.examples("/requestBody/content");
            for (JsonNode body : bodies.isEmpty() ? List.of(EMPTY) : bodies) {
                Answer answer = client.post(operation.asked(), body.toString());
                assertThat(answer.status()).as(operation.name() + answer.text()).isEqualTo(200);
                assertThat(fits(operation.examples("/responses/200/content"), answer.json()))
                        .isTrue();
                if (!bodies.isEmpty()) {
                    assertThat(client.get("/api/events/" + answer.id())
                                    .at("/event/type")
                                    .asString(""))
                            .as(operation.name())
                            .startsWith("message.");
                }
            }
        });
        Answer array = client.post("/webhook/generic", "[{\"a\":1},{\"a\":2}]");
        assertThat(fits(webhooks.getFirst().examples("/responses/200/content"), array.json()))
                .isTrue();
    }

    @Test
    void itsExamplesAreWhatTheRouterAnswers() {
        String chat = chat();
        String sent = unique();
        String id = client.accept(message("raw", chat, unique()));
        client.accept(TestEvents.sent("nobody", chat, sent));
        client.accept(TestEvents.receipt("nobody", chat, sent, "DELIVERY_ACK"));
        eventually().until(() -> client.state(id, "raw").equals("delivered"));
        client.accept(TestEvents.connection("documented", "open"));
        String late = failing("later", "retrying");
        String unwanted = failing("choosy", "dead");
        assertThat(client.state(failing("choosy", "dead"), "choosy"))
                .as("one to be found by a dry run")
                .isEqualTo("dead");
        assertThat(failing("once-only", "dead")).isNotEmpty();
        String replay = admin("POST", "/api/deliveries/replay", "{\"destination\":\"once-only\",\"state\":\"dead\"}")
                .id();
        Answer begun = admin("POST", "/api/bridges/bridged/import", "{\"days\":7}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        List<Documented> shown = Documented.in(document).stream()
                .filter(operation -> !operation.isWebhook()
                        && !operation.needsAnEvolution()
                        && !operation.needsABridge()
                        && !operation.needsACrew())
                .filter(operation ->
                        operation.examples("/responses/200/content").stream().anyMatch(JsonNode::isContainer))
                .toList();

        assertThat(shown).hasSizeGreaterThan(6).allSatisfy(operation -> {
            String path = switch (operation.path()) {
                case "/api/events" -> "/api/events?type=message.received&conversation=" + chat;
                case "/api/events/{id}" -> "/api/events/" + id;
                case "/api/messages/{messageId}" -> "/api/messages/" + sent;
                case "/api/deliveries" -> "/api/deliveries?destination=later&state=retrying";
                case "/api/deliveries/{id}" ->
                    "/api/deliveries/" + (operation.method().equals("GET") ? late + ".later" : unwanted + ".choosy");
                case "/api/deliveries/replays/{id}" -> "/api/deliveries/replays/" + replay;
                case "/api/bridges/{instance}/import" -> "/api/bridges/bridged/import";
                default -> operation.asked();
            };
            String body = operation.examples("/requestBody/content").stream()
                    .map(example -> example.isContainer() ? example.toString() : example.asString(""))
                    .reduce("", (first, last) -> last)
                    .replace("agents", "choosy");
            Answer answer = admin(operation.method(), path, body);
            assertThat(answer.status()).as(operation.name() + answer.text()).isEqualTo(200);
            assertThat(operation.json().at("/responses/200/content").propertyNames())
                    .contains(answer.header("content-type"));
            assertThat(fits(operation.examples("/responses/200/content"), answer.json()))
                    .as(operation.name() + " answers " + answer.text())
                    .isTrue();
        });
    }

    /** An event for a destination that will have none of it. */
    private String failing(String destination, String state) {
        String id = unique();
        router.peer(destination)
                .when(request -> request.text().contains(id))
                .respond(503)
                .saying("busy");
        String event = client.accept(message(destination, chat(), id));
        eventually().until(() -> client.state(event, destination).equals(state));
        return event;
    }

    @Test
    void refusesAsItsExamplesShow() {
        JsonNode problem = document.at("/components/schemas/Problem/examples/0");
        Stream.of("/api/events?limit=0", "/api/events/x", "/api/messages/x", "/nothing")
                .forEach(path -> assertThat(fits(List.of(problem), client.get(path)))
                        .as(path)
                        .isTrue());
        assertThat(fits(List.of(problem), client.send("GET", "/api/events").json()))
                .isTrue();
        assertThat(fits(
                        List.of(problem),
                        client.post("/webhook/evolution", "no json").json()))
                .isTrue();

        Answer faulty = admin("POST", "/api/routes/try", "carteiro: { routs: [] }");
        assertThat(faulty.status()).isEqualTo(422);
        assertThat(Documented.in(document).stream()
                        .filter(operation -> operation.path().equals("/api/routes/try"))
                        .map(operation -> fits(operation.examples("/responses/422/content"), faulty.json())))
                .containsExactly(true);
    }

    private Answer admin(String method, String path, String body) {
        return client.send(client.request(path, "Authorization", "Bearer " + RouterClient.ADMIN)
                .method(method, BodyPublishers.ofString(body)));
    }

    /** Whether one of {@code examples} has the members of {@code actual}, of the same types. */
    private static boolean fits(List<JsonNode> examples, JsonNode actual) {
        return examples.stream().anyMatch(example -> fits("", example, actual));
    }

    private static boolean fits(String name, JsonNode example, JsonNode actual) {
        if (example.isNull() || actual.isNull()) {
            return true;
        }
        if (example.isArray() && actual.isArray()) {
            return example.isEmpty()
                    || ((!actual.isEmpty() || example.get(0).isValueNode()) // names there may be none of
                            && actual.valueStream().allMatch(item -> fits("", example.get(0), item)));
        }
        if (!example.isObject()) {
            return example.getNodeType() == actual.getNodeType();
        }
        boolean otherType = !example.path("type").equals(actual.path("type"));
        Set<String> members = Set.copyOf(example.propertyNames());
        return actual.isObject()
                && (OPEN.contains(name)
                        ? actual.propertyNames().containsAll(members)
                        : members.equals(Set.copyOf(actual.propertyNames())))
                && members.stream()
                        .filter(member -> !(member.equals("data") && otherType))
                        .allMatch(member -> fits(member, example.path(member), actual.path(member)));
    }
}
