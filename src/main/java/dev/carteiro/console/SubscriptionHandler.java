package dev.carteiro.console;

import dev.carteiro.event.Canonical;
import dev.carteiro.stream.Subscriptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /api/subscriptions}: a backend asks for what its page may see. */
final class SubscriptionHandler {

    private static final String EXAMPLE =
            "{\"instances\": [\"Ravenna\"], \"types\": [\"message.*\"], \"ttl\": \"15m\"}";

    private static final Duration USUAL = Duration.ofMinutes(15);

    /** A type, or the beginning of one and an asterisk. */
    private static final Pattern TYPE = Pattern.compile("[a-z.]+\\*?|\\*");

    private static final Pattern TTL = Pattern.compile("\\d{1,6}[smh]");

    private final Subscriptions subscriptions;

    SubscriptionHandler(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** What a token is asked for. */
    private record Wish(List<String> instances, List<String> types, Duration ttl) {

        static Wish of(Members members) {
            List<String> instances = members.texts("instances");
            List<String> types = members.texts("types");
            types.stream()
                    .filter(type -> !TYPE.matcher(type).matches())
                    .findFirst()
                    .ifPresent(type -> {
                        throw ApiProblem.badRequest(
                                "\"" + type + "\" is no type of events, nor the beginning of one and *.");
                    });
            return new Wish(instances, types, ttl(members.text("ttl")));
        }

        private static Duration ttl(@Nullable String text) {
            if (text != null && !TTL.matcher(text).matches()) {
                throw ApiProblem.badRequest("ttl is a duration such as 15m, not \"" + text + "\".");
            }
            Duration ttl = text == null ? USUAL : Duration.parse("PT" + text);
            if (!ttl.isPositive() || ttl.compareTo(Subscriptions.LONGEST) > 0) {
                throw ApiProblem.badRequest("ttl is 1s to 24h; a page asks for the next token in time.");
            }
            return ttl;
        }
    }

    Mono<ServerResponse> mint(ServerRequest request) {
        return Members.of(request, List.of("instances", "types", "ttl"), EXAMPLE)
                .map(Wish::of)
                .flatMap(wish -> subscriptions.mint(wish.instances(), wish.types(), wish.ttl()))
                .flatMap(minted -> ServerResponse.status(HttpStatus.CREATED)
                        .contentType(MediaType.APPLICATION_JSON)
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(shown(minted)));
    }

    private static Map<String, Object> shown(Subscriptions.Minted minted) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", minted.token());
        json.put("expiresAt", Canonical.time(minted.expiresAt()));
        json.put("url", "/events?token=" + minted.token());
        return json;
    }
}
