package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.fake.CrewServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A router in a process of its own before crews of all kinds. What comes for an instance goes to the crew that has its name,
 * and what crews say goes to {@link #answers}.
 */
final class CrewRouter implements AutoCloseable {

    static final String QUICK =
            "retry: { schedule: [200ms, 300ms, 500ms, 1s, 1s, 1s, 1s, 1s], jitter: 0 }, breaker: { window: 1000 }";

    private final CrewServer crew = CrewServer.start();
    private final ScriptedPeer answers = ScriptedPeer.start();
    private final RouterProcess.Setup setup;
    private RouterProcess process;

    private CrewRouter(Path folder) {
        RouterProcess.Setup free = RouterProcess.Setup.in(folder, "carteiro: {}");
        String url = "http://127.0.0.1:" + free.port();
        setup = new RouterProcess.Setup(
                free.data(), free.port(), BridgedRouter.write(free.config(), config(url)), free.as());
        process = setup.start();
    }

    /** One for a test alone, which may do to it what it likes. */
    static CrewRouter alone() {
        return new CrewRouter(TestDatabase.folder("crew"));
    }

    private String config(String url) {
        return """
                carteiro:
                  public-url: %1$s
                  sources:
                    evolution: { type: evolution }
                    chatwoot: { type: chatwoot }
                  destinations:
                    asked: { type: crewai, url: "%2$s/ask", format: cloudevents, concurrency: 1000, %4$s }
                    hasty: { type: crewai, url: "%2$s/ask", format: cloudevents, timeout: 1s, %4$s }
                    noting: { type: crewai, url: "%2$s/ask", late: note, most-per-minute: 3, %4$s }
                    open: { type: crewai, url: "%2$s/ask", statuses: [pending, open], unless-human: true, %4$s }
                    jobs: { type: crewai, url: "%2$s/ask", token: %5$s, poll: { every: 200ms, give-up: 1m }, %4$s }
                    gathering: { type: crewai, url: "%2$s/ask", debounce: { quiet: 1s, max: 20s }, transform: '{"conversation": conversation, "message": $join([events.data.content.text], "\\n")}', %4$s }
                    batch: { type: crewai, mode: kickoff, url: "%2$s", token: %5$s, debounce: { quiet: 1s, max: 20s }, poll: { every: 200ms, give-up: 1m }, %4$s }
                    nowhere: { type: crewai, url: "http://127.0.0.1:1/ask", %4$s }
                    kicked: { type: crewai, mode: kickoff, url: "%2$s", token: %5$s, poll: { every: 200ms, give-up: 1m }, %4$s }
                    impatient: { type: crewai, mode: kickoff, url: "%2$s", token: %5$s, poll: { every: 200ms, give-up: 2s }, %4$s }
                    polled: { type: crewai, mode: kickoff, url: "%2$s/", token: %5$s, result: poll, poll: { every: 200ms, give-up: 1m }, inputs: '{"topic": data.content.text}', %4$s }
                    curious: { type: crewai, mode: kickoff, url: "%2$s", token: %5$s, human-input: customer, poll: { every: 200ms, give-up: 1m }, %4$s }
                    locked: { type: crewai, mode: kickoff, url: "%2$s", token: wrong, %4$s }
                    answers: { type: http, url: "%3$s", format: cloudevents }
                  routes:
                %6$s
                    - { name: answers, from: [asked, hasty, noting, open, jobs, gathering, batch, kicked, impatient, polled, curious], to: [answers] }
                """.formatted(url, crew.url(), answers.url(), QUICK, CrewServer.TOKEN, routes());
    }

    private static String routes() {
        StringBuilder routes = new StringBuilder();
        for (String name : List.of(
                "asked",
                "hasty",
                "noting",
                "open",
                "jobs",
                "gathering",
                "batch",
                "nowhere",
                "kicked",
                "impatient",
                "polled",
                "curious",
                "locked")) {
            routes.append("    - { name: ")
                    .append(name)
                    .append(", from: [evolution, chatwoot], to: [")
                    .append(name)
                    .append("], when: 'event.type == \"message.received\" && event.instance == \"")
                    .append(name)
                    .append("\"' }\n");
        }
        return routes.toString();
    }

    static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == CrewRouter.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(CrewRouter.class, type -> alone());
        }
    }

    CrewServer crew() {
        return crew;
    }

    RouterClient client() {
        return process.client();
    }

    RouterProcess process() {
        return process;
    }

    /** SIGKILL, and the same once more. */
    void killAndRestart() {
        process.kill();
        process = setup.start();
    }

    /** What crews have said in a conversation, in its order. */
    List<JsonNode> answers(String conversation) {
        return answers.requests(conversation).stream()
                .map(request -> JsonMapper.shared().readTree(request.body()))
                .filter(event -> event.path("conversation").asString("").equals(conversation))
                .toList();
    }

    /** How many of these conversations have an answer. */
    long answered(List<String> conversations) {
        Set<String> open = new HashSet<>(conversations);
        answers.requests()
                .forEach(request -> open.remove(JsonMapper.shared()
                        .readTree(request.body())
                        .path("conversation")
                        .asString("")));
        return (long) conversations.size() - open.size();
    }

    @CanIgnoreReturnValue
    JsonNode awaitAnswer(String conversation) {
        eventually().until(() -> !answers(conversation).isEmpty());
        return answers(conversation).getFirst();
    }

    /** A customer's message over Evolution; the event's id. */
    @CanIgnoreReturnValue
    String writes(String instance, String chat, String text) {
        String id = TestEvents.unique();
        return client().accept(TestEvents.message(instance, chat, id).replace("Oi, tudo bem? " + id, text));
    }

    /** A body of Chatwoot's; the event's id. */
    @CanIgnoreReturnValue
    String tells(String instance, String body) {
        return client().post("/chatwoot/webhook/" + instance, body).id();
    }

    void awaitState(String event, String destination, String state) {
        eventually().until(() -> client().state(event, destination).equals(state));
    }

    /** The last attempt of a delivery, as the API shows it. */
    JsonNode lastAttempt(String event, String destination) {
        return client().delivery(event, destination)
                .path("attempts")
                .valueStream()
                .toList()
                .getLast();
    }

    @Override
    public void close() {
        process.close();
        answers.close();
        crew.close();
    }
}
