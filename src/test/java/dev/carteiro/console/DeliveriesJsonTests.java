package dev.carteiro.console;

import static dev.carteiro.console.TestReports.NOW;
import static dev.carteiro.console.TestReports.notConfigured;
import static dev.carteiro.console.TestReports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.BreakerState;
import dev.carteiro.delivery.DeliveryReport;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.delivery.DestinationReport.State;
import dev.carteiro.delivery.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeliveriesJsonTests {

    private static JsonNode written(JsonNode json) {
        return JsonMapper.shared().readTree(json.toString());
    }

    private static JsonNode one(DestinationReport report) {
        return written(DeliveriesJson.one(report));
    }

    @Test
    void tellsWhatIsLateAndWhy() {
        Standing moved = new Standing("https://elsewhere.example/", false, null, null, NOW, NOW);
        assertThat(one(report(State.OPEN, BreakerState.HALF_OPEN, moved)))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"name": "crm", "state": "open", "since": "2026-01-02T03:04:05.000Z", "breaker": "half-open",
                         "disabledReason": null, "quietUntil": null, "url": "https://elsewhere.example/",
                         "configuredUrl": "https://user:pass@crm.example/hook?token=a-secret", "overridden": true,
                         "backlog": 5, "inFlight": 2, "retrying": 1, "dead": 2, "oldestDueAgeMs": 1500,
                         "nextDueAt": "2026-01-02T03:05:05.000Z",
                         "window": {
                           "5m": {"attempts": 0, "successRate": null, "p50Ms": null, "p95Ms": null, "p99Ms": null},
                           "1h": {"attempts": 4, "successRate": 0.25, "p50Ms": 10, "p95Ms": 20, "p99Ms": 30}},
                         "lastError": {"at": "2026-01-02T03:04:05.000Z", "status": null,
                                       "reason": "Connection refused: crm.example/10.0.0.7"},
                         "totals": {"accepted": 10, "replayed": 0, "revived": 0, "delivered": 3, "died": 2,
                                    "cancelled": 0, "discarded": 0}}"""));
    }

    @Test
    void tellsHowLongADestinationWantsPatienceOnlyWhileItDoes() {
        Standing asked = new Standing(null, false, null, null, NOW.plusSeconds(30), NOW);
        assertThat(one(report(State.QUIET, BreakerState.CLOSED, asked))
                        .path("quietUntil")
                        .asString(""))
                .isEqualTo("2026-01-02T03:04:35.000Z");
        assertThat(one(report(State.RUNNING, BreakerState.CLOSED, asked))
                        .path("quietUntil")
                        .isNull())
                .isTrue();
    }

    @Test
    void saysWhyADestinationDisabledItself() {
        Standing gone = new Standing(null, false, "status 410: the destination is gone", NOW, NOW, NOW);
        assertThat(one(report(State.DISABLED, BreakerState.CLOSED, gone))
                        .path("disabledReason")
                        .asString(""))
                .isEqualTo("status 410: the destination is gone");
    }

    @Test
    void showsWhatWaitsForADestinationThatIsNoLongerConfigured() {
        JsonNode json = one(notConfigured());
        assertThat(json.path("state").asString("")).isEqualTo("not-configured");
        assertThat(json.path("backlog").asInt()).isEqualTo(5);
        assertThat(json.path("inFlight").asInt(-1)).isZero();
        assertThat(json.path("url").isNull()).isTrue();
        assertThat(json.path("breaker").isNull()).isTrue();
        assertThat(json.path("lastError").isNull()).isTrue();
    }

    @Test
    void saysWhenTheDatabaseWasAsked() {
        JsonNode json = written(DeliveriesJson.all(new DeliveryReport(NOW, List.of(notConfigured()))));
        assertThat(json.path("readAt").asString("")).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(json.path("destinations").size()).isEqualTo(1);
    }

    @Test
    void countsOnlyWhereDeliveriesWereCounted() {
        assertThat(written(DeliveriesJson.done("retry", 3L, notConfigured()))
                        .path("count")
                        .asInt())
                .isEqualTo(3);
        assertThat(written(DeliveriesJson.done("pause", null, notConfigured())).has("count"))
                .isFalse();
    }
}
