package dev.carteiro.console;

import dev.carteiro.delivery.DeliveryFilter;
import dev.carteiro.delivery.Policy;
import dev.carteiro.delivery.Replay;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replays as the API shows them. */
final class ReplayJson {

    private ReplayJson() {}

    static Map<String, @Nullable Object> of(Replay replay) {
        Replay.Progress progress = replay.progress();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", Long.toString(replay.id()));
        json.put("state", progress.state().word());
        json.put("matching", replay.matching());
        json.put("enqueued", progress.enqueued());
        json.put("skipped", progress.skipped());
        json.put("rate", rate(replay.rate()));
        json.put("createdAt", DeliveryJson.time(progress.createdAt()));
        json.put("finishedAt", DeliveryJson.time(progress.finishedAt()));
        json.put("error", progress.error());
        json.put("filter", filter(replay.filter()));
        return json;
    }

    private static Map<String, @Nullable Object> filter(DeliveryFilter filter) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("destination", filter.destination());
        json.put("state", filter.state() == null ? null : filter.state().word());
        json.put("type", filter.type());
        json.put("conversation", filter.conversation());
        json.put("instance", filter.instance());
        json.put("since", DeliveryJson.time(filter.since()));
        json.put("until", DeliveryJson.time(filter.until()));
        json.put("reason", filter.reason());
        return json;
    }

    /** As it is written: {@code 50/s}. */
    private static String rate(Policy.Rate rate) {
        String per = switch ((int) rate.per().toSeconds()) {
            case 1 -> "s";
            case 60 -> "m";
            default -> "h";
        };
        return rate.permits() + "/" + per;
    }
}
