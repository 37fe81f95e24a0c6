package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Deliveries.Attempt;
import dev.carteiro.delivery.DeliveryEntry;
import dev.carteiro.delivery.DeliveryState;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventJsonTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Attempt FAILED =
            new Attempt("crm", 1, NOW, "first", "deferred", 503, 12, "status 503", "busy");

    private static JsonNode detail(String body, List<DeliveryEntry> open, List<Attempt> attempts) {
        Recorded event = new Recorded(
                new Envelope(7, "evolution", "message.received", "Ravenna", null, NOW, NOW),
                "{\"messageId\":\"A1\"}".getBytes(StandardCharsets.UTF_8),
                body.getBytes(StandardCharsets.UTF_8));
        JsonMapper json = JsonMapper.shared();
        return json.readTree(json.writeValueAsBytes(EventJson.detail(event, open, attempts)));
    }

    private static DeliveryEntry open(String destination, DeliveryState state) {
        return new DeliveryEntry(
                7, destination, state, 2, state == DeliveryState.DEAD ? null : NOW, NOW, 503, null, null);
    }

    @ParameterizedTest
    @CsvSource({"PENDING, pending", "RETRYING, retrying", "DEAD, dead"})
    void namesTheStateOfWhatHasNotArrived(DeliveryState state, String word) {
        JsonNode delivery = detail("{}", List.of(open("crm", state)), List.of()).at("/deliveries/0");
        assertThat(delivery.path("state").asString("")).isEqualTo(word);
        assertThat(delivery.path("id").asString("")).isEqualTo("7.crm");
        assertThat(delivery.path("dueAt").isNull()).isEqualTo(state == DeliveryState.DEAD);
    }

    @Test
    void tellsWhatWasCancelledFromWhatArrived() {
        Attempt cancelled = new Attempt("crm", 1, NOW, "manual", "cancelled", null, 0, "cancelled by hand", null);
        JsonNode delivery = detail("{}", List.of(), List.of(FAILED, cancelled)).at("/deliveries/0");
        assertThat(delivery.path("state").asString("")).isEqualTo("cancelled");
        assertThat(delivery.path("cancelledAt").asString("")).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(delivery.path("attempts")).hasSize(1);
        Attempt again = new Attempt("crm", 2, NOW, "manual", "delivered", 200, 7, null, null);
        delivery = detail("{}", List.of(), List.of(FAILED, cancelled, again)).at("/deliveries/0");
        assertThat(delivery.path("state").asString("")).isEqualTo("delivered");
        assertThat(delivery.path("cancelledAt").isNull()).isTrue();
        assertThat(delivery.path("attempts")).hasSize(2);
    }

    @Test
    void showsEachAttemptOfWhatHasArrived() {
        Attempt arrived = new Attempt("crm", 2, NOW, "retry", "delivered", 200, 7, null, null);
        JsonNode delivery = detail("{}", List.of(), List.of(FAILED, arrived)).at("/deliveries/0");
        assertThat(delivery.path("state").asString("")).isEqualTo("delivered");
        assertThat(delivery.path("attempts")).isEqualTo(JsonMapper.shared().readTree("""
                [{"number":1,"at":"2026-01-02T03:04:05.000Z","cause":"first","outcome":"deferred","status":503,
                  "latencyMs":12,"error":"status 503","response":"busy"},
                 {"number":2,"at":"2026-01-02T03:04:05.000Z","cause":"retry","outcome":"delivered","status":200,
                  "latencyMs":7,"error":null,"response":null}]"""));
    }

    @Test
    void keepsDestinationsApart() {
        JsonNode deliveries = detail("{}", List.of(open("bot", DeliveryState.PENDING)), List.of(FAILED))
                .path("deliveries");
        assertThat(deliveries
                        .valueStream()
                        .map(one -> one.path("destination").asString("") + " "
                                + one.path("state").asString("")))
                .containsExactly("crm delivered", "bot pending");
    }

    @Test
    void showsTheBeginningOfAVeryLongBody() {
        JsonNode whole = detail("x".repeat(1 << 20), List.of(), List.of());
        JsonNode cut = detail("x".repeat((1 << 20) + 1), List.of(), List.of());
        assertThat(whole.path("bodyTruncated").asBoolean(true)).isFalse();
        assertThat(cut.path("bodyTruncated").asBoolean(false)).isTrue();
        assertThat(cut.path("body").asString("")).hasSize(1 << 20);
        assertThat(cut.at("/event/data/messageId").asString("")).isEqualTo("A1");
    }
}
