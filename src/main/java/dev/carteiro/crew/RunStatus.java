package dev.carteiro.crew;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a run stands, told by {@code GET /status/{id}}: as the platform documents it ({@code status} running, completed,
 * error), as CrewAI's own tools read it ({@code state} SUCCESS, FAILED, …), and as endpoints of one's own write it.
 */
sealed interface RunStatus {

    record Running() implements RunStatus {}

    /** A person is asked. {@code task} is null where it is not said which. */
    record Paused(@Nullable String task) implements RunStatus {}

    /** {@code result} is what the crew has said. */
    record Done(JsonNode result) implements RunStatus {}

    record Failed(String reason) implements RunStatus {}

    static RunStatus of(JsonNode body) {
        String word = word(body);
        return switch (word) {
            case "success", "succeeded", "completed", "complete", "finished", "done" -> new Done(result(body));
            case "failed", "failure", "error", "not found", "cancelled" -> new Failed(reason(body, word));
            case "pending human input", "pending_human_input", "paused" -> new Paused(task(body));
            case "pending", "queued", "started", "running", "processing", "in_progress", "accepted" -> new Running();
            // An endpoint that has the result, and a word of its own for it or none.
            default -> body.hasNonNull("result") ? new Done(result(body)) : new Running();
        };
    }

    private static String word(JsonNode body) {
        String state = body.path("state").asString("");
        return (state.isBlank() ? body.path("status").asString("") : state)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** All of it where there is no member of that name. */
    private static JsonNode result(JsonNode body) {
        return body.hasNonNull("result") ? body.get("result") : body;
    }

    private static @Nullable String task(JsonNode body) {
        for (String member : List.of("task_id", "current_task", "last_executed_task")) {
            JsonNode task = body.path(member);
            String id = task.isObject() ? task.path("id").asString("") : task.asString("");
            if (!id.isBlank()) {
                return id;
            }
        }
        return null;
    }

    private static String reason(JsonNode body, String word) {
        for (String member : List.of("error", "message", "detail", "result")) {
            String text = body.path(member).asString("");
            if (!text.isBlank()) {
                return Lenient.brief(text);
            }
        }
        return word;
    }
}
