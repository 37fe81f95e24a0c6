package dev.carteiro.chatwoot;

import dev.carteiro.network.Exchanges;
import dev.carteiro.network.Question;
import dev.carteiro.network.Question.Content;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Calls to one Chatwoot server. */
final class Calls {

    /** Rails gives up after 15 s (rack-timeout). */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Files go on to its storage before it answers. */
    private static final Duration PATIENCE_WITH_FILES = Duration.ofSeconds(60);

    private final Exchanges exchanges;
    private final String base;

    private Calls(HttpClient http, URI url, @Nullable String token) {
        exchanges = new Exchanges(http, headers -> show(token, headers));
        base = url.toString().replaceFirst("/+$", "");
    }

    /** In the name of {@code token}'s owner. */
    static Calls by(String token, HttpClient http, URI url) {
        return new Calls(http, url, token);
    }

    /** In nobody's name. */
    static Calls byAnybody(HttpClient http, URI url) {
        return new Calls(http, url, null);
    }

    /** nginx drops a name with an underscore by default; Rails takes both for the same. */
    private static void show(@Nullable String token, HttpHeaders headers) {
        if (token != null) {
            headers.set("api_access_token", token).set("Api-Access-Token", token);
        }
    }

    Mono<ChatwootReply> get(String path) {
        return call(HttpMethod.GET, path, null);
    }

    Mono<ChatwootReply> call(HttpMethod method, String path, @Nullable Object body) {
        Content content = body == null ? null : new Content.Json(body);
        return exchange(new Question(method, base + path, content, PATIENCE), false);
    }

    /** POST messages. */
    Mono<ChatwootReply> post(String path, Object message) {
        return exchange(new Question(HttpMethod.POST, base + path, new Content.Json(message), PATIENCE), true);
    }

    /** POST messages, with files. */
    Mono<ChatwootReply> post(String path, Content multipart) {
        return exchange(new Question(HttpMethod.POST, base + path, multipart, PATIENCE_WITH_FILES), true);
    }

    private Mono<ChatwootReply> exchange(Question question, boolean posting) {
        return exchanges.whole(question, Replies.LONGEST).map(exchange -> Replies.of(exchange, posting));
    }

    /** One step of a path; Rails would take what follows a dot for a format. */
    static String segment(String value) {
        return UriUtils.encodePathSegment(value, StandardCharsets.UTF_8).replace(".", "%2E");
    }
}
