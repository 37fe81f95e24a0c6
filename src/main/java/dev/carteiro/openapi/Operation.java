package dev.carteiro.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What a route does, takes and answers. It is said where the route is made, as the route's attribute:
 * {@code .GET("/api/events", events::list).withAttributes(Operation.of("Lists events").answers("A page", "event-page.json"))}.
 * Examples are files in {@code src/main/resources/openapi}; the schemas are those that the examples show.
 *
 * @param body what it takes; null where it takes nothing
 */
public record Operation(
        String summary,
        Guard guard,
        List<Parameter> parameters,
        @Nullable Content body,
        List<Answer> answers) implements Consumer<Map<String, Object>> {

    static final String ATTRIBUTE = Operation.class.getName();

    public Operation {
        parameters = List.copyOf(parameters);
        answers = List.copyOf(answers);
    }

    /**
     * Who may ask: whoever has the admin token, whoever the source's own settings let in, whoever has a subscription's token,
     * or everybody.
     */
    public enum Guard {
        ADMIN,
        SOURCE,
        SUBSCRIPTION,
        NOBODY
    }

    /** A parameter: {@code place} is OpenAPI's {@code in}, {@code type} a type of JSON. */
    record Parameter(String name, String place, String type, String description) {}

    /** A body: each of {@code examples} is the name of a file; there may be none. */
    record Content(String mediaType, List<String> examples) {

        static final Content NOTHING = new Content("", List.of());

        Content {
            examples = List.copyOf(examples);
        }
    }

    /** What may come back; null {@code content} stands for problem details. */
    record Answer(int status, String description, @Nullable Content content) {}

    /** An operation for whoever has the admin token; {@code summary} is a sentence without its full stop. */
    public static Operation of(String summary) {
        return new Operation(summary, Guard.ADMIN, List.of(), null, List.of());
    }

    /** The same with another guard. */
    public Operation guardedBy(Guard other) {
        return new Operation(summary, other, parameters, body, answers);
    }

    /** The same with what a variable of its path stands for. */
    public Operation path(String name, String description) {
        return with(new Parameter(name, "path", "string", description));
    }

    /** The same with a query parameter that is a text. */
    public Operation query(String name, String description) {
        return with(new Parameter(name, "query", "string", description));
    }

    /** The same with a query parameter that is a whole number. */
    public Operation number(String name, String description) {
        return with(new Parameter(name, "query", "integer", description));
    }

    /** The same with a body of JSON. */
    public Operation takes(String... examples) {
        return takes(MediaType.APPLICATION_JSON, examples);
    }

    /** The same with a body of another type. */
    public Operation takes(MediaType type, String... examples) {
        return new Operation(summary, guard, parameters, new Content(type.toString(), List.of(examples)), answers);
    }

    /** The same with 200 and JSON as its answer. */
    public Operation answers(String description, String... examples) {
        return answers(HttpStatus.OK, description, MediaType.APPLICATION_JSON, examples);
    }

    /** The same with one more answer. */
    public Operation answers(HttpStatus status, String description, MediaType type, String... examples) {
        return with(new Answer(status.value(), description, new Content(type.toString(), List.of(examples))));
    }

    /** The same with one more answer, that has no body. */
    public Operation done(HttpStatus status, String description) {
        return with(new Answer(status.value(), description, Content.NOTHING));
    }

    /** The same with one more answer that is problem details; {@code when} says what leads to it. */
    public Operation refuses(HttpStatus status, String when) {
        return with(new Answer(status.value(), when, null));
    }

    private Operation with(Parameter parameter) {
        return new Operation(summary, guard, plus(parameters, parameter), body, answers);
    }

    private Operation with(Answer answer) {
        return new Operation(summary, guard, parameters, body, plus(answers, answer));
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }

    /** Makes it an attribute of a route. */
    @Override
    public void accept(Map<String, Object> attributes) {
        attributes.put(ATTRIBUTE, this);
    }
}
