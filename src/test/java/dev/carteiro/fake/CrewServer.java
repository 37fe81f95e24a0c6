package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Crews, as contracts/crewai.md has them: the platform's kickoff, status and resume, with its webhooks, and at {@code /ask}
 * an endpoint of somebody's own, which answers as it is told.
 */
public final class CrewServer implements AutoCloseable {

    public static final String TOKEN = "a-crew-token";

    private final FakeServer server = new FakeServer(this::answer);
    private final Poster poster = new Poster(Duration.ofSeconds(10));
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final List<Kickoff> kickoffs = new CopyOnWriteArrayList<>();
    private final List<JsonNode> resumes = new CopyOnWriteArrayList<>();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private volatile Function<JsonNode, CrewReply> endpoint = body -> CrewReply.json("{\"result\":\"eco\"}");
    private volatile boolean asDocumented = true;

    private CrewServer() {}

    public static CrewServer start() {
        return new CrewServer();
    }

    /** A run as it was asked for. */
    public record Kickoff(String id, JsonNode body, String authorization) {

        public String input(String name) {
            return body.path("inputs").path(name).asString("");
        }

        public String webhook() {
            return body.path("crewWebhookUrl").asString("");
        }

        String questions() {
            return body.path("humanInputWebhook").path("url").asString("");
        }
    }

    private static final class Run {

        private final Kickoff kickoff;
        private volatile String state = "RUNNING";
        private volatile @Nullable JsonNode result;
        private volatile String webhook;

        private Run(Kickoff kickoff) {
            this.kickoff = kickoff;
            this.webhook = kickoff.webhook();
        }
    }

    public String url() {
        return server.url();
    }

    public void faults(FaultPlan plan) {
        server.faults(plan);
    }

    public List<Call> calls() {
        return server.calls();
    }

    /** How {@code /ask} answers from now on. */
    public void answers(Function<JsonNode, CrewReply> how) {
        endpoint = how;
    }

    /** Whether statuses are told as the platform documents them, or as CrewAI's own tools read them. */
    public void asDocumented(boolean documented) {
        asDocumented = documented;
    }

    /** What {@code /ask} was sent. */
    public List<JsonNode> asked() {
        return List.copyOf(asked);
    }

    public List<Kickoff> kickoffs() {
        return List.copyOf(kickoffs);
    }

    public List<JsonNode> resumes() {
        return List.copyOf(resumes);
    }

    /** A job that the endpoint has begun has ended. */
    public void job(String id, String result) {
        runs.put(id, new Run(new Kickoff(id, Json.object(), "")));
        ends(id, Json.MAPPER.valueToTree(result));
    }

    /** The run ends; nobody is called. */
    public void ends(String id, JsonNode result) {
        Run run = run(id);
        run.result = result;
        run.state = "SUCCESS";
    }

    public void fails(String id, String error) {
        Run run = run(id);
        run.result = Json.MAPPER.valueToTree(error);
        run.state = "FAILED";
    }

    /** The run ends and whoever is to be called is called; the status of that call. */
    @CanIgnoreReturnValue
    public int calls(String id, String result) throws IOException {
        ends(id, Json.MAPPER.valueToTree(result));
        return tells(id, result);
    }

    /** The call alone, as it may come once more. */
    public int tells(String id, String result) throws IOException {
        Run run = run(id);
        return post(
                run.webhook,
                Json.object(
                        "kickoff_id",
                        id,
                        "result",
                        result,
                        "result_json",
                        null,
                        "token_usage",
                        Json.object("total_tokens", 12),
                        "meta",
                        run.kickoff.body().path("meta")));
    }

    /** The run stops and asks a person. */
    @CanIgnoreReturnValue
    public int asks(String id, String task, String question) throws IOException {
        Run run = run(id);
        run.state = "Pending Human Input";
        return post(run.kickoff.questions(), Json.object("execution_id", id, "task_id", task, "task_output", question));
    }

    /** Calls any URL as the platform would. */
    public int post(String url, JsonNode body) throws IOException {
        return poster.post(url, Map.of("content-type", "application/json"), Json.bytes(body));
    }

    private Run run(String id) {
        return Objects.requireNonNull(runs.get(id), id);
    }

    private Answer answer(Inbound inbound) throws IOException {
        if (inbound.path().startsWith("/ask")) {
            return asked(inbound);
        }
        if (!("Bearer " + TOKEN).equals(inbound.header("authorization"))) {
            return Answer.json(401, Json.object("error", "Unauthorized", "message", "Invalid bearer token"));
        }
        return switch (inbound.path()) {
            case "/kickoff" -> kickoff(inbound);
            case "/resume" -> resume(inbound.json());
            default -> status(inbound.path().replaceFirst("^.*/", ""));
        };
    }

    private Answer asked(Inbound inbound) throws IOException {
        JsonNode body = Json.MAPPER.readTree(inbound.body().readAllBytes());
        asked.add(body);
        CrewReply reply = endpoint.apply(body);
        reply.work().run();
        return Answer.of(reply.status(), reply.type(), reply.body());
    }

    private Answer kickoff(Inbound inbound) throws IOException {
        ObjectNode body = inbound.json();
        if (!body.path("inputs").isObject()) {
            return Answer.json(
                    422,
                    Json.object(
                            "error", "Validation error",
                            "message", "Missing inputs",
                            "details", Json.object("missing_inputs", List.of("message"))));
        }
        String id = UUID.randomUUID().toString();
        Kickoff kickoff = new Kickoff(id, body, String.valueOf(inbound.header("authorization")));
        runs.put(id, new Run(kickoff));
        kickoffs.add(kickoff);
        return Answer.ok(Json.object("kickoff_id", id));
    }

    private Answer resume(ObjectNode body) {
        Run run = runs.get(body.path("execution_id").asString(""));
        if (run == null) {
            return Answer.json(404, Json.object("error", "Execution not found", "message", "Execution not found"));
        }
        if (!run.state.equals("Pending Human Input")) {
            return Answer.json(400, Json.object("error", "Bad Request", "message", "Execution is not pending"));
        }
        resumes.add(body);
        run.state = "RUNNING";
        run.webhook = body.path("crewWebhookUrl").asString(""); // not carried over
        return Answer.ok(Json.object("status", "resumed", "message", "Execution resumed"));
    }

    private Answer status(String id) {
        Run run = runs.get(id);
        if (run == null) {
            return Answer.json(404, Json.object("error", "Execution not found", "message", "Execution not found"));
        }
        return Answer.ok(asDocumented ? documented(run) : asRead(run));
    }

    private static JsonNode documented(Run run) {
        return switch (run.state) {
            case "SUCCESS" ->
                Json.object(
                        "status", "completed", "result", Json.object("output", run.result, "tasks", new ArrayList<>()));
            case "FAILED" -> Json.object("status", "error", "error", run.result);
            default -> Json.object("status", "running", "current_task", "answer", "progress", Json.object());
        };
    }

    private static JsonNode asRead(Run run) {
        return Json.object("state", run.state, "result", run.result, "last_step", null);
    }

    @Override
    public void close() {
        server.close();
    }
}
