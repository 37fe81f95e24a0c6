package dev.carteiro.crew;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the answer in what crews answer: CrewAI's own objects, what people let their endpoints say, OpenAI's form, AG-UI's
 * stream, plain text. Something that is no answer, an error's page or a job's number, is never taken for one.
 */
final class AnswerReader {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Where text is looked for, in this order. */
    private static final List<String> MEMBERS =
            List.of("reply", "response", "answer", "output", "message", "text", "content", "result", "raw");

    /** The same inside what one of them holds, where CrewAI's own objects come first. */
    private static final List<String> INNER = List.of("raw", "output", "text", "content");

    private static final JsonPointer CHOICE = JsonPointer.compile("/choices/0/message/content");

    private static final List<String> IDS = List.of("kickoff_id", "job_id", "task_id", "crew_id", "run_id", "id");

    /** A number with one of these is a job's, whatever friendly words come along. */
    private static final Set<String> UNDERWAY =
            Set.of("queued", "pending", "started", "running", "processing", "accepted", "in_progress");

    private static final Set<String> FAILURES = Set.of("error", "failed", "failure", "not found");
    private static final String FENCE = "```";
    private static final Pattern PAGE = Pattern.compile("(?is)\\A\\s*<(?:!doctype\\s+html|html|head|body|\\?xml)\\b.*");

    /** A text in a text in an object in a list, and a good deal more. */
    private static final int DEEPEST = 8;

    private final @Nullable JsonPointer pointer;

    /** {@code pointer} says where the answer is, if anybody knows. */
    AnswerReader(@Nullable JsonPointer pointer) {
        this.pointer = pointer;
    }

    /** The body of a 2xx answer. */
    Said read(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return new Said.Nothing();
        }
        if (PAGE.matcher(text).matches()) {
            return new Said.Failed("it answers with a page for browsers, which no crew does; look at the url");
        }
        if (EventStream.is(text)) {
            return EventStream.read(text);
        }
        JsonNode json = json(text);
        return json == null ? Said.Reply.of(text) : read(json);
    }

    /** An answer that is JSON. */
    Said read(JsonNode json) {
        if (json.isNull() || json.isMissingNode()) {
            return new Said.Nothing();
        }
        String failure = failure(json);
        if (failure != null) {
            return new Said.Failed("it says that it has failed: " + failure);
        }
        String begun =
                UNDERWAY.contains(word(json, "status")) || UNDERWAY.contains(word(json, "state")) ? id(json) : null;
        if (begun != null) {
            return new Said.Begun(begun);
        }
        JsonNode pointed = pointer == null ? JSON.missingNode() : json.at(pointer);
        Found found = pointed.isMissingNode() || pointed.isNull() ? found(json, MEMBERS, 0) : found(pointed, INNER, 0);
        return said(json, found);
    }

    private static Said said(JsonNode json, @Nullable Found found) {
        String text = found == null ? "" : found.text();
        Controls controls = Controls.of(json).or(found == null ? null : found.in());
        if (!text.isBlank() || controls.any()) {
            return new Said.Reply(
                    text, controls.handoff(), controls.internal(), controls.labels(), controls.attachments());
        }
        String id = found == null ? id(json) : null;
        return id == null ? new Said.Nothing() : new Said.Begun(id);
    }

    /** A text, and the object that it was found in. */
    private record Found(String text, @Nullable JsonNode in) {}

    private static @Nullable Found found(JsonNode node, List<String> members, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        if (node.isString()) {
            return text(node.asString(), depth);
        }
        if (node.isNumber() || node.isBoolean()) {
            return depth == 0 ? null : new Found(node.asString(), null);
        }
        if (node.isArray()) {
            return node.isEmpty() ? null : found(node.get(0), MEMBERS, depth + 1); // n8n answers with a list of one
        }
        for (String member : members) {
            Found found = node.hasNonNull(member) ? found(node.get(member), INNER, depth + 1) : null;
            if (found != null) {
                return found.in() == null ? new Found(found.text(), node) : found;
            }
        }
        JsonNode choice = node.at(CHOICE);
        if (choice.isString()) {
            return text(choice.asString(), depth);
        }
        return members == MEMBERS || !node.isObject() ? null : found(node, MEMBERS, depth + 1);
    }

    /** Crews are told to answer in JSON, and then write it into their text, often between fences. */
    private static Found text(String text, int depth) {
        JsonNode json = json(text);
        Found inside = json == null || !json.isContainer() ? null : found(json, MEMBERS, depth + 1);
        if (inside != null) {
            return inside;
        }
        return json != null && Controls.of(json).any() ? new Found("", json) : new Found(text, null);
    }

    /** With or without a fence around it; null where it is none. */
    private static @Nullable JsonNode json(String text) {
        String bare = unfenced(text.strip());
        if (bare.isEmpty() || "{[\"ntf".indexOf(bare.charAt(0)) < 0) {
            return null;
        }
        JsonNode json = Lenient.json(bare);
        return json.isMissingNode() ? null : json;
    }

    /** What stands between a line that begins a fence and the fence that ends the text. */
    private static String unfenced(String text) {
        int line = text.indexOf('\n');
        boolean fenced =
                text.startsWith(FENCE) && text.endsWith(FENCE) && line > 0 && line < text.length() - FENCE.length();
        return fenced ? text.substring(line, text.length() - FENCE.length()).strip() : text;
    }

    /** Why it failed, in its own words; null where it did not. */
    private static @Nullable String failure(JsonNode json) {
        boolean failed = FAILURES.contains(word(json, "status")) || FAILURES.contains(word(json, "state"));
        boolean errorAlone = json.path("error").isString()
                && !json.path("error").asString().isBlank()
                && found(json, MEMBERS, 0) == null;
        if (!failed && !errorAlone) {
            return null;
        }
        for (String member : List.of("error", "message", "detail", "result")) {
            String words = json.path(member).isString() ? json.path(member).asString() : "";
            if (!words.isBlank()) {
                return Lenient.brief(words);
            }
        }
        return "it does not say why";
    }

    private static String word(JsonNode json, String member) {
        return json.path(member).asString("").toLowerCase(Locale.ROOT);
    }

    private static @Nullable String id(JsonNode json) {
        for (String member : IDS) {
            JsonNode id = json.path(member);
            if ((id.isString() && !id.asString().isBlank()) || id.isIntegralNumber()) {
                return id.asString();
            }
        }
        return null;
    }
}
