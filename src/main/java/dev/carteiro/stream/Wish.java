package dev.carteiro.stream;

import dev.carteiro.eventlog.EventFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;

/**
 * What a subscriber asks for, as far as it may see it.
 *
 * @param after the position to go on from; null for what comes from now on
 * @param snapshot what of the instances to show first; null for nothing
 */
record Wish(
        Grant grant,
        EventFilter filter,
        @Nullable Long after,
        @Nullable EventFilter snapshot) {

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("instance", "type", "conversation", "after", "snapshot", "token"));

    private static final Pattern TYPE = Pattern.compile("[a-z.]+\\*?|\\*");

    /** A browser that reconnects by itself repeats the address as it was, and says in the header how far it has come. */
    static Wish of(ServerHttpRequest request, Grant grant) {
        MultiValueMap<String, String> query = request.getQueryParams();
        query.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw StreamProblem.badRequest(
                            "There is no parameter " + name + "; there are " + String.join(", ", KNOWN) + ".");
                });
        List<String> instances = grant.instances(list(query, "instance"));
        EventFilter filter =
                new EventFilter(instances, grant.types(types(query)), text(query.getFirst("conversation")));
        String header = text(request.getHeaders().getFirst("Last-Event-ID"));
        Long after =
                header != null ? position("Last-Event-ID", header) : position("after", text(query.getFirst("after")));
        return new Wish(grant, filter, after, snapshot(query, instances, grant));
    }

    private static @Nullable EventFilter snapshot(
            MultiValueMap<String, String> query, @Nullable List<String> instances, Grant grant) {
        String wanted = text(query.getFirst("snapshot"));
        if (wanted != null && !wanted.equals("instances")) {
            throw StreamProblem.badRequest("There is no snapshot of " + wanted + "; there is snapshot=instances.");
        }
        return wanted == null ? null : new EventFilter(instances, grant.scope().types(), null);
    }

    private static @Nullable Long position(String name, @Nullable String text) {
        try {
            Long position = text == null ? null : Long.valueOf(text);
            if (position == null || position >= 0) {
                return position;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw StreamProblem.badRequest(name + " is a position, as the id of an event has it; \"" + text
                + "\" is none. Leave it out to begin now.");
    }

    private static @Nullable List<String> types(MultiValueMap<String, String> query) {
        List<String> types = list(query, "type");
        if (types != null) {
            types.stream()
                    .filter(type -> !TYPE.matcher(type).matches())
                    .findFirst()
                    .ifPresent(type -> {
                        throw StreamProblem.badRequest("\"" + type
                                + "\" is no type of events, nor the beginning of one and *, as message.* is.");
                    });
        }
        return types;
    }

    /** All values, whether the parameter is repeated or has commas; null where there is none. */
    private static @Nullable List<String> list(MultiValueMap<String, String> query, String name) {
        List<String> values = query.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
        return values.isEmpty() ? null : values;
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
