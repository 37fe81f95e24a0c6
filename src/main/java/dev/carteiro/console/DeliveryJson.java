package dev.carteiro.console;

import dev.carteiro.delivery.Deliveries.Attempt;
import dev.carteiro.delivery.DeliveryEntry;
import dev.carteiro.delivery.DeliveryState;
import dev.carteiro.event.Canonical;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Recorded;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deliveries as the API shows them. */
final class DeliveryJson {

    private DeliveryJson() {}

    /** One line of a list. */
    static Map<String, @Nullable Object> line(DeliveryEntry entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", entry.id());
        json.put("eventId", Long.toString(entry.event()));
        json.put("destination", entry.destination());
        about(json, entry.about());
        json.put("state", entry.state().word());
        json.put("attempts", entry.attempts());
        json.put("dueAt", time(entry.dueAt()));
        json.put("lastStatus", entry.lastStatus());
        json.put("lastError", entry.lastError());
        json.put("createdAt", time(entry.createdAt()));
        return json;
    }

    private static void about(Map<String, @Nullable Object> json, DeliveryEntry.@Nullable About about) {
        ConversationKey conversation = about == null ? null : about.conversation();
        json.put("conversation", conversation == null ? null : conversation.conversation());
        json.put("instance", about == null ? null : about.instance());
        json.put("type", about == null ? null : about.type());
        json.put("receivedAt", time(about == null ? null : about.receivedAt()));
    }

    /** The same with all attempts instead of their number, and the event where it is still there. */
    static Map<String, @Nullable Object> detail(DeliveryEntry entry, List<Attempt> attempts, @Nullable Recorded event) {
        Map<String, @Nullable Object> json = line(entry);
        history(json, entry.state(), attempts);
        json.put("event", event == null ? null : EventJson.canonical(event));
        return json;
    }

    /** The attempts of one delivery, and when it was cancelled if it was. */
    static void history(Map<String, @Nullable Object> json, DeliveryState state, List<Attempt> attempts) {
        boolean cancelled = state == DeliveryState.CANCELLED && !attempts.isEmpty();
        json.put("cancelledAt", cancelled ? time(attempts.getLast().at()) : null);
        json.put(
                "attempts",
                attempts.stream()
                        .filter(attempt -> !attempt.cancels())
                        .map(DeliveryJson::attempt)
                        .toList());
    }

    private static Map<String, @Nullable Object> attempt(Attempt attempt) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("number", attempt.number());
        json.put("at", Canonical.time(attempt.at()));
        json.put("cause", attempt.cause());
        json.put("outcome", attempt.outcome());
        json.put("status", attempt.status());
        json.put("latencyMs", attempt.latencyMs());
        json.put("error", attempt.error());
        json.put("response", attempt.response());
        return json;
    }

    static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : Canonical.time(instant);
    }
}
