package dev.carteiro.crew;

import dev.carteiro.crew.Run.Asked;
import dev.carteiro.delivery.Retries;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what crews tell us of their runs, and wakes the deliveries that wait for it. What is told again changes nothing. */
final class CallbackHandler {

    private static final Logger log = LoggerFactory.getLogger(CallbackHandler.class);
    private static final int LONGEST = 1 << 20;

    /** Somebody looks at the run in this moment, and will wait again before it has seen what was told. */
    private static final Duration BUSY = Duration.ofMillis(200);

    private static final int TRIES = 10;

    /** No sheet says how the human input webhook names these; whatever is like it will do. */
    private static final List<String> TASKS = List.of("task_id", "taskId", "task");

    private static final List<String> QUESTIONS =
            List.of("task_output", "output", "question", "prompt", "message", "result", "text");

    private final RunTable table;
    private final Retries retries;

    CallbackHandler(RunTable table, Retries retries) {
        this.table = table;
        this.retries = retries;
    }

    Mono<ServerResponse> done(ServerRequest request) {
        return known(request, (run, told) -> {
            if (!told.json().has("result") && !told.json().has("result_json")) {
                return refused(HttpStatus.BAD_REQUEST, "The body has neither result nor result_json.");
            }
            return news(run, table.say(run, id(told.json()), told.answer()));
        });
    }

    Mono<ServerResponse> asks(ServerRequest request) {
        return known(request, (run, told) -> {
            String task = text(told.json(), TASKS);
            if (task == null) {
                return refused(HttpStatus.BAD_REQUEST, "The body names no task_id.");
            }
            String question = text(told.json(), QUESTIONS);
            Asked asked = Asked.of(task, question == null ? "" : question);
            return news(run, table.ask(run, id(told.json()), asked, HumanInputs.PATIENCE));
        });
    }

    private interface Use {

        Mono<ServerResponse> of(Run run, Told told);
    }

    /** What was told; {@code answer} is what of it the reader of answers has to see. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Told(JsonNode json, byte[] answer) {

        /** {@code result_json} is the result as an object, where the crew gives one. */
        static Told of(JsonNode json, byte[] body) {
            JsonNode object = json.path("result_json");
            JsonNode said = object.isObject() && !object.isEmpty() ? object : json.path("result");
            return new Told(
                    json, said.isMissingNode() ? body : JsonMapper.shared().writeValueAsBytes(said));
        }
    }

    private Mono<ServerResponse> known(ServerRequest request, Use use) {
        return table.byToken(request.pathVariable("run"))
                .flatMap(run -> body(request).flatMap(body -> {
                    JsonNode json = Lenient.json(body);
                    if (!json.isObject()) {
                        return refused(HttpStatus.BAD_REQUEST, "The body is no JSON object.");
                    }
                    if (isOfAnother(run, json)) {
                        log.warn(
                                "event=crew-callback-refused id={} destination={} reason=\"the kickoff_id of another run\"",
                                run.key().event(),
                                run.key().destination());
                        return notFound();
                    }
                    return use.of(run, Told.of(json, body));
                }))
                .switchIfEmpty(Mono.defer(CallbackHandler::notFound))
                .onErrorResume(
                        DataBufferLimitException.class,
                        tooLong -> refused(HttpStatus.CONTENT_TOO_LARGE, "The body may have " + LONGEST + " bytes."));
    }

    private static boolean isOfAnother(Run run, JsonNode json) {
        String told = id(json);
        String meant = json.at("/meta/delivery").asString(run.name());
        return !meant.equals(run.name()) || (told != null && run.kickoffId() != null && !told.equals(run.kickoffId()));
    }

    private static @Nullable String id(JsonNode json) {
        return text(json, List.of("kickoff_id", "execution_id"));
    }

    private static @Nullable String text(JsonNode json, List<String> members) {
        for (String member : members) {
            JsonNode value = json.path(member);
            String text = value.isObject() ? value.path("id").asString("") : value.asString("");
            if (!text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private Mono<ServerResponse> news(Run run, Mono<Boolean> written) {
        return written.flatMap(news -> news ? woken(run).then(answer("accepted")) : answer("known"));
    }

    private Mono<Void> woken(Run run) {
        return Flux.range(0, TRIES)
                .concatMap(
                        n -> Mono.defer(() -> retries.dueNow(
                                        run.key().destination(), run.key().event()))
                                .delaySubscription(n == 0 ? Duration.ZERO : BUSY),
                        1)
                .takeUntil(woken -> woken)
                .then();
    }

    private static Mono<byte[]> body(ServerRequest request) {
        return DataBufferUtils.join(request.body((message, context) -> message.getBody()), LONGEST)
                .map(CallbackHandler::bytes)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Mono<ServerResponse> answer(String status) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("status", status));
    }

    private static Mono<ServerResponse> notFound() {
        return refused(HttpStatus.NOT_FOUND, "There is no such run.");
    }

    private static Mono<ServerResponse> refused(HttpStatus status, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(problem);
    }
}
