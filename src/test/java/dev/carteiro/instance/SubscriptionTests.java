package dev.carteiro.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Reply;
import dev.carteiro.source.Gateway;
import dev.carteiro.source.SourceSettings.Probe;
import dev.carteiro.source.SourceSettings.Stream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubscriptionTests {

    private static final String BAD_EVENTS =
            "{\"status\":400,\"response\":{\"message\":[[\"instance.events[15] is not one of enum values\"]]}}";

    private final ScriptedPeer peer = ScriptedPeer.start();

    @AfterEach
    void close() {
        peer.close();
    }

    private Subscription subscription(@Nullable String token, @Nullable String jwtKey) {
        return subscription("https://carteiro.example/in", token, jwtKey);
    }

    private Subscription subscription(@Nullable String publicUrl, @Nullable String token, @Nullable String jwtKey) {
        URI url = URI.create(peer.url());
        Gateway gateway = new Gateway(
                "evo-1",
                url,
                "key",
                new Stream(Stream.Mode.OFF, List.of()),
                new Probe(Duration.ofMinutes(1), Duration.ofMinutes(10)),
                new Gateway.Guards(token, jwtKey));
        return new Subscription(new EvolutionApi(HttpClient.newConnection(), url, "key"), gateway, publicUrl);
    }

    private void verify(Mono<Reply> call, Class<? extends Reply> type) {
        StepVerifier.create(call)
                .assertNext(reply -> assertThat(reply).isInstanceOf(type))
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    private JsonNode sent(int request, String name) {
        return JsonMapper.shared().readTree(peer.requests().get(request).body()).path(name);
    }

    private static Map<String, String> headers(JsonNode webhook) {
        return JsonMapper.shared().convertValue(webhook.path("headers"), new TypeReference<>() {});
    }

    private static List<String> events(JsonNode sent) {
        return sent.path("events")
                .valueStream()
                .map(event -> event.asString(""))
                .toList();
    }

    @Test
    void isSentToTheSourcesOwnPath() {
        assertThat(subscription(null, null).url()).isEqualTo("https://carteiro.example/in/webhook/evo-1");
        assertThat(subscription(null, null, null).url()).isNull();
    }

    @Test
    void asksForOneWebhookWithoutMedia() {
        verify(subscription(null, null).webhook("acme"), Reply.Done.class);
        assertThat(peer.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo("/webhook/set/acme"));
        JsonNode webhook = sent(0, "webhook");
        assertThat(webhook.path("enabled").booleanValue()).isTrue();
        assertThat(webhook.path("url").asString("")).isEqualTo("https://carteiro.example/in/webhook/evo-1");
        assertThat(webhook.path("byEvents").booleanValue()).isFalse();
        assertThat(webhook.path("base64").booleanValue()).isFalse();
        assertThat(events(webhook)).contains("MESSAGES_UPSERT", "SEND_MESSAGE", "STATUS_INSTANCE");
    }

    @Test
    void hasTheWebhookProveItselfByWhatTheSourceAsksFor() {
        verify(subscription(null, null).webhook("acme"), Reply.Done.class);
        verify(subscription("a-token", null).webhook("acme"), Reply.Done.class);
        verify(subscription(null, "a-key").webhook("acme"), Reply.Done.class);
        verify(subscription("a-token", "a-key").webhook("acme"), Reply.Done.class);
        assertThat(headers(sent(0, "webhook"))).isEmpty();
        assertThat(headers(sent(1, "webhook"))).isEqualTo(Map.of("authorization", "Bearer a-token"));
        assertThat(headers(sent(2, "webhook"))).isEqualTo(Map.of("jwt_key", "a-key"));
        assertThat(headers(sent(3, "webhook")))
                .isEqualTo(Map.of("authorization", "Bearer a-token", "jwt_key", "a-key"));
    }

    @Test
    void asksForWhatOlderServersKnowWhereOneDoesNotKnowItAll() {
        peer.respond(400).saying(BAD_EVENTS).forFirst(1).respond(201);
        verify(subscription(null, null).webhook("acme"), Reply.Done.class);
        assertThat(events(sent(0, "webhook"))).contains("SEND_MESSAGE_UPDATE", "STATUS_INSTANCE");
        assertThat(events(sent(1, "webhook")))
                .contains("MESSAGES_UPSERT", "REMOVE_INSTANCE")
                .doesNotContain("SEND_MESSAGE_UPDATE", "STATUS_INSTANCE");
    }

    @Test
    void asksForTheStreamsEventsLikewise() {
        peer.respond(400).saying(BAD_EVENTS).forFirst(1).respond(201);
        verify(subscription(null, null).websocket("acme"), Reply.Done.class);
        assertThat(peer.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.path()).isEqualTo("/websocket/set/acme"));
        assertThat(sent(0, "websocket").path("enabled").booleanValue()).isTrue();
        assertThat(events(sent(0, "websocket"))).contains("STATUS_INSTANCE");
        assertThat(events(sent(1, "websocket"))).contains("MESSAGES_UPSERT").doesNotContain("STATUS_INSTANCE");
    }

    @Test
    void saysWhatIsWrongWhereThatIsNotIt() {
        peer.respond(400).saying(BAD_EVENTS);
        verify(subscription(null, null).webhook("acme"), Reply.Failed.class);
        assertThat(peer.requests()).hasSize(2);
        peer.respond(404);
        verify(subscription(null, null).webhook("acme"), Reply.Failed.class);
        assertThat(peer.requests()).hasSize(3);
    }
}
