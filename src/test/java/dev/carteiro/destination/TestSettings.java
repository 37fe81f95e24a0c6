package dev.carteiro.destination;

import dev.carteiro.destination.DestinationSettings.Format;
import dev.carteiro.destination.PolicySettings.BreakerSettings;
import dev.carteiro.destination.PolicySettings.Order;
import dev.carteiro.destination.PolicySettings.RetrySettings;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings and events as the senders see them. */
final class TestSettings {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");

    private TestSettings() {}

    static DestinationSettings of(String url, Format format, Map<String, String> headers, List<String> secrets) {
        return of(url, format, null, headers, secrets);
    }

    static DestinationSettings transforming(String url, String transform, List<String> secrets) {
        return of(url, null, transform, Map.of(), secrets);
    }

    private static DestinationSettings of(
            String url,
            @Nullable Format format,
            @Nullable String transform,
            Map<String, String> headers,
            List<String> secrets) {
        PolicySettings policy = new PolicySettings(
                Duration.ofSeconds(5),
                32,
                null,
                Order.CONVERSATION,
                new RetrySettings(List.of(), 0, Duration.ofHours(24), Duration.ofHours(1), null),
                new BreakerSettings(50, 20, Duration.ofSeconds(10)),
                null);
        return new DestinationSettings(
                DestinationSettings.Type.HTTP, URI.create(url), format, transform, headers, secrets, false, policy);
    }

    static Recorded event(String type, String data, String body) {
        Envelope envelope = new Envelope(
                7, "evolution", type, "Ravenna", new ConversationKey("Ravenna", "5511@s.whatsapp.net"), NOW, NOW);
        return new Recorded(envelope, data.getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8));
    }
}
