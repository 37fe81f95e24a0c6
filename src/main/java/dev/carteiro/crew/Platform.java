package dev.carteiro.crew;

import dev.carteiro.network.Exchange;
import dev.carteiro.network.Exchanges;
import dev.carteiro.network.Question.Content;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;

/** Speaks to CrewAI's platform (AMP), and asks after jobs of endpoints that are like it. */
final class Platform {

    private static final int LONGEST = 2 << 20;

    /** CrewAI's own client waits for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** No attempt needs more than two calls. */
    static final Duration LONGEST_CALLS = PATIENCE.multipliedBy(2);

    private final Exchanges exchanges;
    private final String statusUrl;

    /**
     * {@code headers} are shown with each call, and {@code token} as a bearer's where there is one; {@code statusUrl} has
     * {@code {id}} for the run's number, and is below the run's server where it begins with a slash.
     */
    Platform(HttpClient http, Map<String, String> headers, @Nullable String token, String statusUrl) {
        this.exchanges = new Exchanges(http, written -> show(written, headers, token));
        this.statusUrl = statusUrl;
    }

    private static void show(HttpHeaders written, Map<String, String> headers, @Nullable String token) {
        written.set(HttpHeaderNames.USER_AGENT, "Carteiro");
        if (token != null) {
            written.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        }
        headers.forEach(written::set);
    }

    /** What came of a call. */
    sealed interface Told {

        /** An answer of 2xx; missing where there was none, or no JSON. */
        record Done(JsonNode body) implements Told {}

        /** Another answer. */
        record Refused(int status, String reason) implements Told {}

        /** It has surely not been reached. */
        record Unreached(String reason) implements Told {}

        /** It may have been. */
        record Unknown(String reason) implements Told {}
    }

    Mono<Told> kickoff(String base, Map<String, Object> body) {
        return call(HttpMethod.POST, base + "/kickoff", body);
    }

    Mono<Told> resume(String base, Map<String, Object> body) {
        return call(HttpMethod.POST, base + "/resume", body);
    }

    Mono<Told> status(String base, String id) {
        String url = statusUrl.replace("{id}", UriUtils.encodePathSegment(id, StandardCharsets.UTF_8));
        return call(HttpMethod.GET, url.startsWith("/") ? base + url : url, null);
    }

    private Mono<Told> call(HttpMethod method, String url, @Nullable Object body) {
        Content content = body == null ? null : new Content.Json(body);
        return exchanges
                .whole(new dev.carteiro.network.Question(method, url, content, PATIENCE), LONGEST)
                .map(Platform::told);
    }

    private static Told told(Exchange exchange) {
        return switch (exchange) {
            case Exchange.Answered answered
            when answered.status() / 100 == 2 -> new Told.Done(Lenient.json(answered.body()));
            case Exchange.Answered answered ->
                new Told.Refused(
                        answered.status(), "status " + answered.status() + words(Lenient.json(answered.body())));
            case Exchange.Unanswered none ->
                switch (none.cause()) {
                    case UNREACHABLE, UNREADABLE -> new Told.Unreached(none.reason());
                    case SILENT, OVERLONG -> new Told.Unknown(none.reason());
                };
        };
    }

    /** {@code {"error","message","details"}}, or FastAPI's {@code detail}. */
    private static String words(JsonNode body) {
        for (String member : new String[] {"message", "error", "detail"}) {
            JsonNode words = body.path(member);
            String text = words.isArray() ? entries(words) : words.asString("");
            if (!text.isBlank()) {
                JsonNode missing = body.at("/details/missing_inputs");
                String all = text + (missing.isArray() ? "; missing inputs: " + missing : "");
                return ": " + Lenient.brief(all);
            }
        }
        return "";
    }

    /** FastAPI's: where, and what; beside that stands what was sent, which is nothing for a log. */
    private static String entries(JsonNode details) {
        return details.valueStream()
                .map(entry -> entry.path("loc") + " " + entry.path("msg").asString(""))
                .collect(Collectors.joining("; "));
    }
}
