package dev.carteiro.console;

import dev.carteiro.delivery.Deliveries.Attempt;
import dev.carteiro.delivery.DeliveryEntry;
import dev.carteiro.delivery.DeliveryState;
import dev.carteiro.event.Canonical;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** Events and their deliveries as the API shows them. */
final class EventJson {

    /** A body may be 64 MiB; a page that shows it needs no more than its beginning. */
    private static final int LONGEST_BODY = 1 << 20;

    private EventJson() {}

    static Map<String, @Nullable Object> canonical(Recorded event) {
        return Canonical.of(event.envelope(), new RawValue(new String(event.data(), StandardCharsets.UTF_8)));
    }

    static Map<String, @Nullable Object> detail(Recorded event, List<DeliveryEntry> open, List<Attempt> attempts) {
        boolean whole = event.body().length <= LONGEST_BODY;
        int length = whole ? event.body().length : LONGEST_BODY;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("event", canonical(event));
        json.put("body", new String(event.body(), 0, length, StandardCharsets.UTF_8));
        json.put("bodyTruncated", !whole);
        json.put("deliveries", deliveries(event.envelope().id(), open, attempts));
        return json;
    }

    private static List<Map<String, @Nullable Object>> deliveries(
            String id, List<DeliveryEntry> open, List<Attempt> attempts) {
        Map<String, List<Attempt>> made = new LinkedHashMap<>();
        attempts.forEach(attempt -> made.computeIfAbsent(attempt.destination(), name -> new ArrayList<>())
                .add(attempt));
        Map<String, DeliveryEntry> waiting = new LinkedHashMap<>();
        open.forEach(one -> {
            waiting.put(one.destination(), one);
            made.computeIfAbsent(one.destination(), name -> new ArrayList<>());
        });
        return made.entrySet().stream()
                .map(entry -> delivery(id, entry.getKey(), waiting.get(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static Map<String, @Nullable Object> delivery(
            String id, String destination, @Nullable DeliveryEntry open, List<Attempt> attempts) {
        DeliveryState state =
                open == null ? DeliveryState.ended(attempts.getLast().outcome()) : open.state();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id + "." + destination);
        json.put("destination", destination);
        json.put("state", state.word());
        json.put("dueAt", DeliveryJson.time(open == null ? null : open.dueAt()));
        DeliveryJson.history(json, state, attempts);
        return json;
    }
}
