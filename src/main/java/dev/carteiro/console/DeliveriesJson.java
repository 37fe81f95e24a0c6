package dev.carteiro.console;

import dev.carteiro.delivery.BreakerState;
import dev.carteiro.delivery.DeliveryReport;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.delivery.DestinationStatus;
import dev.carteiro.delivery.Recent;
import dev.carteiro.delivery.Standing;
import dev.carteiro.delivery.Tally;
import dev.carteiro.event.Canonical;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Destinations as {@code /actuator/deliveries} shows them. Trees, because the actuator leaves nulls out of maps. */
final class DeliveriesJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private DeliveriesJson() {}

    static JsonNode all(DeliveryReport report) {
        ObjectNode json = JSON.createObjectNode().put("readAt", time(report.readAt()));
        json.putArray("destinations")
                .addAll(report.destinations().stream().map(DeliveriesJson::one).toList());
        return json;
    }

    /** What was done; {@code count} is how many deliveries it was done to, absent where it was the destination. */
    static JsonNode done(String operation, @Nullable Long count, DestinationReport after) {
        ObjectNode json = JSON.createObjectNode().put("operation", operation);
        if (count != null) {
            json.put("count", count);
        }
        return json.set("destination", one(after));
    }

    static JsonNode one(DestinationReport report) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", report.name())
                .put("state", report.state().word())
                .put("since", time(report.since()));
        stand(json, report.status(), report.state());
        Tally tally = report.backlog().tally();
        Duration oldest = report.backlog().oldestDue();
        json.put("backlog", tally.pending())
                .put("inFlight", report.status() == null ? 0 : report.status().attempting())
                .put("retrying", tally.retrying())
                .put("dead", tally.dead())
                .put("oldestDueAgeMs", oldest == null ? null : oldest.toMillis())
                .put("nextDueAt", time(report.backlog().nextDueAt()));
        Recent recent = report.recent();
        json.putObject("window").set("5m", window(recent.fiveMinutes())).set("1h", window(recent.hour()));
        json.set("lastError", failure(recent.lastFailure()));
        return json.set("totals", totals(tally));
    }

    private static void stand(ObjectNode json, @Nullable DestinationStatus status, DestinationReport.State state) {
        Standing standing = status == null ? Standing.USUAL : status.standing();
        json.put("breaker", status == null ? null : word(status.breaker()))
                .put("disabledReason", standing.disabled())
                .put("quietUntil", state == DestinationReport.State.QUIET ? time(standing.quietUntil()) : null)
                .put("url", status == null ? null : status.url())
                .put("configuredUrl", status == null ? null : status.configuredUrl())
                .put("overridden", standing.overridden());
    }

    private static JsonNode window(Recent.Window window) {
        return JSON.createObjectNode()
                .put("attempts", window.attempts())
                .put("successRate", window.successRate())
                .put("p50Ms", window.p50())
                .put("p95Ms", window.p95())
                .put("p99Ms", window.p99());
    }

    private static JsonNode failure(Recent.@Nullable Failure failure) {
        return failure == null
                ? JSON.nullNode()
                : JSON.createObjectNode()
                        .put("at", time(failure.at()))
                        .put("status", failure.status())
                        .put("reason", failure.reason());
    }

    private static JsonNode totals(Tally tally) {
        return JSON.createObjectNode()
                .put("accepted", tally.accepted())
                .put("replayed", tally.replayed())
                .put("revived", tally.revived())
                .put("delivered", tally.delivered())
                .put("died", tally.died())
                .put("cancelled", tally.cancelled())
                .put("discarded", tally.discarded());
    }

    private static String word(BreakerState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : Canonical.time(instant);
    }
}
