package dev.carteiro.console;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;

/** The query parameters of a request, with an {@link ApiProblem} for each that is not as it should be. */
final class Parameters {

    private static final Pattern AGO = Pattern.compile("\\d{1,9}[smhd]");
    private final MultiValueMap<String, String> values;

    private Parameters(MultiValueMap<String, String> values) {
        this.values = values;
    }

    /** Refuses those that are not {@code known}: a misspelled filter would show more than was asked for. */
    static Parameters of(ServerRequest request, Set<String> known) {
        for (String name : request.queryParams().keySet()) {
            if (!known.contains(name)) {
                throw ApiProblem.badRequest("There is no parameter " + name + "; there are "
                        + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
        return new Parameters(request.queryParams());
    }

    /** The value; null where there is none, or an empty one. */
    @Nullable String text(String name) {
        String value = values.getFirst(name);
        return value == null || value.isEmpty() ? null : value;
    }

    @Nullable Long number(String name) {
        String text = text(name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw ApiProblem.badRequest(name + " is a number, not \"" + text + "\".");
        }
    }

    /** How many are asked for: 1 to {@code largest}. */
    int limit(int usual, int largest) {
        Long limit = number("limit");
        if (limit != null && (limit < 1 || limit > largest)) {
            throw ApiProblem.badRequest("limit is 1 to " + largest + ".");
        }
        return limit == null ? usual : limit.intValue();
    }

    /** An instant, or how long before {@code now} it was. */
    @Nullable Instant moment(String name, Instant now) {
        String text = text(name);
        return text == null ? null : moment(name, text.replace(' ', '+'), now); // a + that nobody escaped
    }

    static Instant moment(String name, String text, Instant now) {
        try {
            return AGO.matcher(text).matches()
                    ? now.minus(Duration.parse((text.endsWith("d") ? "P" : "PT") + text))
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiProblem.badRequest(name
                    + " is a moment such as 2026-01-02T03:04:05Z, or so long ago as 24h says; not \"" + text + "\".");
        }
    }
}
