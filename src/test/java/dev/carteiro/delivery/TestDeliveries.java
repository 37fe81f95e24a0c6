package dev.carteiro.delivery;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Deliveries and destinations as the pipeline sees them. */
final class TestDeliveries {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Outcome OK = new Outcome.Delivered(new Answer(200, ""));
    static final Outcome BUSY = new Outcome.Deferred("status 503", null, new Answer(503, ""));
    static final Outcome BAD = new Outcome.Refused("status 400", new Answer(400, ""));

    private TestDeliveries() {}

    /** One that was enqueued at {@link #NOW} and has been attempted so often. */
    static Delivery attempted(int attempts) {
        Envelope envelope = new Envelope(
                7, "evolution", "message.received", "Ravenna", new ConversationKey("Ravenna", "chat"), NOW, NOW);
        Recorded event = new Recorded(envelope, bytes("{}"), bytes("{}"));
        return new Delivery(
                event, "crm", "Ravenna/chat", attempts, attempts, attempts == 0 ? "first" : "retry", NOW, 3, false);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Policy.Retry retry(double jitter, Duration... schedule) {
        return new Policy.Retry(List.of(schedule), jitter, Duration.ofHours(24));
    }

    static Policy policy() {
        return new Policy(
                Duration.ofSeconds(5),
                2,
                null,
                true,
                retry(0, Duration.ofSeconds(1)),
                new Policy.Breaker(50, 4, Duration.ofMillis(50)),
                null);
    }

    static Destination destination(Policy policy, Sender sender) {
        return new Destination("crm", "http://crm.example/webhook", policy, false, sender);
    }

    static Sender always(Outcome outcome) {
        return (delivery, elsewhere) -> Mono.just(outcome);
    }
}
