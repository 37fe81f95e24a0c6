package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Deliveries.Attempt;
import dev.carteiro.delivery.Deliveries.Open;
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

    private static JsonNode detail(String body, List<Open> open, List<Attempt> attempts) {
        Recorded event = new Recorded(
                new Envelope(7, "evolution", "message.received", "Ravenna", null, NOW, NOW),
                "{\"messageId\":\"A1\"}".getBytes(StandardCharsets.UTF_8),
                body.getBytes(StandardCharsets.UTF_8));
        JsonMapper json = JsonMapper.shared();
        return json.readTree(json.writeValueAsBytes(EventJson.detail(event, open, attempts)));
    }

    @ParameterizedTest
    @CsvSource({"0, false, pending", "2, false, retrying", "2, true, dead", "0, true, dead"})
    void namesTheStateOfWhatHasNotArrived(int attempts, boolean dead, String state) {
        JsonNode delivery = detail("{}", List.of(new Open("crm", attempts, dead, NOW)), List.of())
                .at("/deliveries/0");
        assertThat(delivery.path("state").asString("")).isEqualTo(state);
        assertThat(delivery.path("id").asString("")).isEqualTo("7.crm");
        assertThat(delivery.path("dueAt").isNull()).isEqualTo(dead);
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
        JsonNode deliveries = detail("{}", List.of(new Open("bot", 0, false, NOW)), List.of(FAILED))
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
