package dev.carteiro.destination;

import static dev.carteiro.destination.TestSettings.NOW;
import static dev.carteiro.destination.TestSettings.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.ScriptedPeer.Request;
import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.delivery.Sender;
import dev.carteiro.destination.DestinationSettings.Format;
import dev.carteiro.signature.StandardWebhooks;
import dev.carteiro.signature.Verdict;
import dev.carteiro.trace.Traceparent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class HttpSenderTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OLD = "whsec_b2xk";
    private static final String NEW = "whsec_bmV3";

    /** One connection, so that the next request has to wait for it. */
    private final ConnectionProvider connections = ConnectionProvider.create("test", 1);

    private final ScriptedPeer peer = ScriptedPeer.start();

    @AfterEach
    void close() {
        connections.dispose();
        peer.close();
    }

    private HttpSender sender(Map<String, String> headers, String... secrets) {
        return sender(TestSettings.of(peer.url() + "/hook?key=a%20b", Format.RAW, headers, List.of(secrets)));
    }

    private HttpSender sender(DestinationSettings settings) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new HttpSender(
                url -> HttpClient.create(connections),
                settings.url().toString(),
                Form.of("crm", settings, clock),
                new RequestHeaders(settings.headers(), settings.signingSecret(), clock),
                new Answers(null, Duration.ofHours(1), clock));
    }

    private static StepVerifier.FirstStep<Outcome> sending(Sender sender) {
        Delivery delivery = new Delivery(
                event("message.received", "{}", "{\"b\":1,\"a\":2}"), "crm", null, 0, 0, "first", NOW, 1, false);
        return StepVerifier.create(sender.send(delivery, null));
    }

    private Request sent(Sender sender) {
        sending(sender).expectNextCount(1).expectComplete().verify(PATIENCE);
        return peer.requests().getLast();
    }

    @Test
    void postsTheBytesWithAnIdThatStaysTheSame() {
        HttpSender sender = sender(Map.of());
        Request request = sent(sender);
        assertThat(request.path()).isEqualTo("/hook");
        assertThat(request.text()).isEqualTo("{\"b\":1,\"a\":2}");
        assertThat(request.headers())
                .containsEntry("webhook-id", "7")
                .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", "13")
                .doesNotContainKey("webhook-signature")
                .doesNotContainKey("transfer-encoding");
        assertThat(sent(sender).header("webhook-id")).isEqualTo("7");
    }

    @Test
    void saysToWhichTraceItBelongsUnlessTheConfigurationDoes() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(sent(sender(Map.of())).headers()).doesNotContainKey("traceparent");
        assertThat(sentWithin(traceparent, sender(Map.of())).header("traceparent"))
                .isEqualTo(traceparent);
        assertThat(sentWithin(traceparent, sender(Map.of("Traceparent", "mine")))
                        .header("traceparent"))
                .isEqualTo("mine");
    }

    private Request sentWithin(String traceparent, HttpSender sender) {
        return sent((delivery, elsewhere) -> Traceparent.during(traceparent, sender.send(delivery, elsewhere)));
    }

    @Test
    void signsWithEverySecret() {
        Request request = sent(sender(Map.of(), OLD, NEW));
        assertThat(verdict(request, OLD)).isEqualTo(Verdict.VALID);
        assertThat(verdict(request, NEW)).isEqualTo(Verdict.VALID);
    }

    private static Verdict verdict(Request request, String secret) {
        StandardWebhooks.Headers headers = new StandardWebhooks.Headers(
                request.header("webhook-id"), request.header("webhook-timestamp"), request.header("webhook-signature"));
        return new StandardWebhooks(List.of(secret), Duration.ofMinutes(5)).verify(headers, request.body(), NOW);
    }

    @Test
    void signsWhatTheTransformGave() {
        Request request = sent(sender(TestSettings.transforming(peer.url(), "{'olá': id}", List.of(NEW))));
        assertThat(request.text()).isEqualTo("{\"olá\":\"7\"}");
        assertThat(request.headers())
                .containsEntry("webhook-id", "7")
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", "12");
        assertThat(verdict(request, NEW)).isEqualTo(Verdict.VALID);
    }

    @Test
    void refusesAnEventOfWhichTheTransformMakesNothing() {
        sending(sender(TestSettings.transforming(peer.url(), "data.nowhere", List.of())))
                .expectNext(new Outcome.Refused(
                        "the transform gave nothing for this event; keep it away with the route's condition", null))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(peer.requests()).isEmpty();
    }

    @Test
    void addsTheHeadersOfTheDestinationWhichWinOverItsOwn() {
        Request request = sent(sender(Map.of(
                "X-Api-Key", "secret", "User-Agent", "Bridge", "Host", "crm.example", "Content-Type", "text/plain")));
        assertThat(request.header("content-type")).isEqualTo("text/plain");
        assertThat(request.header("x-api-key")).isEqualTo("secret");
        assertThat(request.header("user-agent")).isEqualTo("Bridge");
        assertThat(request.header("host")).isEqualTo("crm.example");
    }

    @Test
    void postsElsewhereForAsLongAsThatIsSaid() {
        HttpSender sender = sender(Map.of("X-Api-Key", "secret"), NEW);
        assertThat(sentTo(peer.url() + "/tunnel?a=1", sender).path()).isEqualTo("/tunnel");
        Request again = sentTo(peer.url() + "/tunnel?a=1", sender);
        assertThat(again.path()).isEqualTo("/tunnel");
        assertThat(again.header("x-api-key")).isEqualTo("secret");
        assertThat(verdict(again, NEW)).isEqualTo(Verdict.VALID);
        assertThat(sentTo(peer.url(), sender).path()).isEqualTo("/");
        assertThat(sent(sender).path()).isEqualTo("/hook");
    }

    private Request sentTo(String elsewhere, HttpSender sender) {
        return sent((delivery, nowhere) -> sender.send(delivery, elsewhere));
    }

    @Test
    void keepsTheFirstFourKibibytesOfTheAnswer() {
        peer.respond(422).saying("x".repeat(100_000));
        sending(sender(Map.of()))
                .expectNext(new Outcome.Refused("status 422", new Answer(422, "x".repeat(4_096))))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void usesOneConnectionForManyRequestsWhateverTheAnswer() {
        peer.respond(500).saying("x".repeat(100_000)).forFirst(2).respond(204);
        HttpSender sender = sender(Map.of());
        for (int request = 0; request < 4; request++) {
            assertThat(sent(sender).peer()).isEqualTo(peer.requests().getFirst().peer());
        }
    }

    @Test
    void failsWhereTheConnectionBreaks() {
        peer.when(request -> true).reset();
        sending(sender(Map.of())).expectError(IOException.class).verify(PATIENCE);
    }

    @Test
    void failsWhereNobodyListens() {
        HttpSender sender = sender(Map.of());
        peer.close();
        sending(sender).expectError(IOException.class).verify(PATIENCE);
    }

    @Test
    void passesOnTheWishForPatience() {
        peer.respond(429).with("Retry-After", "7");
        sending(sender(Map.of()))
                .expectNext(new Outcome.Deferred("status 429", Duration.ofSeconds(7), new Answer(429, "")))
                .expectComplete()
                .verify(PATIENCE);
    }
}
