package dev.carteiro.evolution;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** An Evolution server's REST API, 2.2.3 to 2.4: the calls that concern instances and what they have in store. */
public final class EvolutionApi {

    /** Creating an instance takes it 5 s, and more where WhatsApp is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Calls calls;

    /** {@code apiKey} is the global one, or an instance's token, which opens that instance only. */
    public EvolutionApi(HttpClient http, URI url, String apiKey) {
        calls = new Calls(http, url, apiKey, PATIENCE);
    }

    /** {@code settings} is the body of {@code POST /instance/create}, with {@code instanceName} in it. */
    public Mono<Reply> create(Map<String, ?> settings) {
        return call(HttpMethod.POST, "/instance/create", settings);
    }

    /** Starts pairing and answers with a code, where there is one yet; {@code number} asks for a code to be typed. */
    public Mono<Reply> connect(String instance, @Nullable String number) {
        String query = number == null ? "" : "?number=" + UriUtils.encode(number, StandardCharsets.UTF_8);
        return call(HttpMethod.GET, "/instance/connect/" + Calls.segment(instance) + query, null);
    }

    /** What the server believes of its connection, which may be wrong. */
    public Mono<Reply> connectionState(String instance) {
        return call(HttpMethod.GET, "/instance/connectionState/" + Calls.segment(instance), null);
    }

    /** All instances that the key opens. */
    public Mono<Reply> instances() {
        return call(HttpMethod.GET, "/instance/fetchInstances", null);
    }

    public Mono<Reply> restart(String instance) {
        return call(HttpMethod.POST, "/instance/restart/" + Calls.segment(instance), null);
    }

    public Mono<Reply> logout(String instance) {
        return call(HttpMethod.DELETE, "/instance/logout/" + Calls.segment(instance), null);
    }

    public Mono<Reply> delete(String instance) {
        return call(HttpMethod.DELETE, "/instance/delete/" + Calls.segment(instance), null);
    }

    public Mono<Reply> setWebhook(String instance, Map<String, ?> webhook) {
        return call(HttpMethod.POST, "/webhook/set/" + Calls.segment(instance), Map.of("webhook", webhook));
    }

    /** The instance's own webhook; null in its body where it has none. */
    public Mono<Reply> webhook(String instance) {
        return call(HttpMethod.GET, "/webhook/find/" + Calls.segment(instance), null);
    }

    public Mono<Reply> setWebsocket(String instance, Map<String, ?> websocket) {
        return call(HttpMethod.POST, "/websocket/set/" + Calls.segment(instance), Map.of("websocket", websocket));
    }

    public Mono<Reply> messages(String instance, StoredQuery query) {
        return call(HttpMethod.POST, "/chat/findMessages/" + Calls.segment(instance), query.body());
    }

    /** Asks WhatsApp itself whether a number is there: answered only by an instance that is alive. */
    public Mono<Reply> whatsappNumber(String instance, String digits) {
        return call(
                HttpMethod.POST,
                "/chat/whatsappNumbers/" + Calls.segment(instance),
                Map.of("numbers", new String[] {digits}));
    }

    private Mono<Reply> call(HttpMethod method, String path, @Nullable Object body) {
        return calls.json(method, path, body).map(Replies::of);
    }
}
