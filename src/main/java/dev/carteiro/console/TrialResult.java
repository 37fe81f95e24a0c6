package dev.carteiro.console;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Envelope;
import dev.carteiro.eventlog.ReceivedQuery;
import dev.carteiro.routing.TrialReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trial has shown.
 *
 * @param stoppedBy why it did not examine all events that there are: {@code limit} or {@code time}; null where it did
 */
record TrialResult(ReceivedQuery events, @Nullable String stoppedBy, TrialReport report) {

    /** As the API shows it. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("since", Canonical.time(events.since()));
        json.put("until", Canonical.time(events.until()));
        json.put("examined", report.examined());
        json.put("complete", stoppedBy == null);
        json.put("stoppedBy", stoppedBy);
        json.put("unchanged", report.examined() - report.changed());
        json.put("changed", report.changed());
        json.put("destinations", report.destinations()); // records, whose components are the keys
        json.put("routes", report.routes());
        json.put("sample", report.sample().stream().map(TrialResult::change).toList());
        return json;
    }

    private static Map<String, @Nullable Object> change(TrialReport.Change change) {
        Envelope event = change.event();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", event.id());
        json.put("type", event.type());
        json.put("source", event.source());
        json.put("instance", event.instance());
        json.put(
                "conversation",
                event.conversation() == null ? null : event.conversation().conversation());
        json.put("today", change.today());
        json.put("would", change.would());
        return json;
    }
}
