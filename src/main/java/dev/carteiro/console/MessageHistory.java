package dev.carteiro.console;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Recorded;
import dev.carteiro.event.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a message has come. Receipts arrive in any order and more than once; the status never goes back, and a failure
 * that is reported after the message has arrived changes nothing.
 */
final class MessageHistory {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Map<String, @Nullable Object>> steps = new ArrayList<>();
    private @Nullable Status status;

    static Map<String, @Nullable Object> of(String messageId, List<Recorded> events) {
        MessageHistory history = new MessageHistory();
        events.forEach(history::add);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("messageId", messageId);
        json.put("status", history.status == null ? null : word(history.status));
        json.put("history", history.steps);
        json.put("events", events.stream().map(EventJson::canonical).toList());
        return json;
    }

    private void add(Recorded event) {
        Status told = told(event);
        if (told == null) {
            return;
        }
        boolean advances = advances(told);
        if (advances) {
            status = told;
        }
        Map<String, @Nullable Object> step = new LinkedHashMap<>();
        step.put("status", word(told));
        step.put("time", Canonical.time(event.envelope().time()));
        step.put("receivedAt", Canonical.time(event.envelope().receivedAt()));
        step.put("eventId", event.envelope().id());
        step.put("effective", advances);
        steps.add(step);
    }

    private boolean advances(Status told) {
        if (status == null) {
            return true;
        }
        return told == Status.FAILED ? status == Status.SENT : status == Status.FAILED || told.compareTo(status) > 0;
    }

    private static @Nullable Status told(Recorded event) {
        return switch (event.envelope().type()) {
            case "message.sent" -> Status.SENT;
            case "message.status" ->
                Status.valueOf(
                        JSON.readTree(event.data()).path("status").asString().toUpperCase(Locale.ROOT));
            default -> null;
        };
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
