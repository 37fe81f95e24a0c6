package dev.carteiro.console;

import dev.carteiro.config.Spelling;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The members of the JSON object that a request's body is, with an {@link ApiProblem} for each that is not as it should be. */
final class Members {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode values;

    private Members(JsonNode values) {
        this.values = values;
    }

    /** Reads the body, whatever type it says it is: curl calls everything a form. {@code example} says what it should be. */
    static Mono<Members> of(ServerRequest request, Collection<String> known, String example) {
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, large -> ApiProblem.tooLarge("The body is too large."))
                .map(body -> parse(body, known, example));
    }

    /** Refuses members that are not {@code known}: a misspelled filter would do more than was asked for. */
    static Members parse(byte[] body, Collection<String> known, String example) {
        JsonNode values = tree(body, example);
        for (String name : List.copyOf(values.propertyNames())) {
            if (!known.contains(name)) {
                String hint = Spelling.hint(name, known);
                throw ApiProblem.badRequest(
                        "There is no " + name + (hint.isEmpty() ? "; there are " : hint + " There are ")
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
        return new Members(values);
    }

    private static JsonNode tree(byte[] body, String example) {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException malformed) {
            throw ApiProblem.badRequest("The body is not JSON; send something like " + example + ".");
        }
        throw ApiProblem.badRequest("The body is no JSON object; send something like " + example + ".");
    }

    /** Whether the member is there and says null. */
    boolean isNull(String name) {
        return values.path(name).isNull();
    }

    /** The text; null where there is none. */
    @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(name, "a text", value);
        }
        if (value.asString("").isBlank()) {
            throw ApiProblem.badRequest(name + " is empty.");
        }
        return value.asString("");
    }

    @Nullable Boolean bool(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.asBoolean(false);
    }

    @Nullable Long number(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "a whole number", value);
        }
        return value.asLong(0);
    }

    /** The texts of a list that has to be there, and not to be empty. */
    List<String> texts(String name) {
        JsonNode value = value(name);
        if (value == null || !value.isArray()) {
            throw value == null
                    ? ApiProblem.badRequest(name + " is missing; it is a list of texts.")
                    : wrong(name, "a list of texts", value);
        }
        List<String> texts = value.valueStream()
                .map(one -> one.isString() ? one.stringValue().strip() : "")
                .toList();
        if (texts.isEmpty() || texts.contains("")) {
            throw wrong(name, "a list of texts, none of them empty", value);
        }
        return texts;
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = values.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static ApiProblem wrong(String name, String type, JsonNode value) {
        return ApiProblem.badRequest(name + " is " + type + ", not " + shortened(value.toString()) + ".");
    }

    private static String shortened(String json) {
        return json.length() <= 60 ? json : json.substring(0, 60) + "…";
    }
}
