package dev.carteiro.console;

import dev.carteiro.delivery.DestinationStatus;
import dev.carteiro.delivery.Standing;
import dev.carteiro.event.Canonical;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Destinations as the API shows them. */
final class DestinationJson {

    private DestinationJson() {}

    static Map<String, @Nullable Object> of(DestinationStatus status, Instant now) {
        Standing standing = status.standing();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", status.name());
        json.put("url", status.url());
        json.put("configuredUrl", status.configuredUrl());
        json.put("overridden", standing.overridden());
        json.put("paused", standing.paused());
        json.put("disabled", disabled(standing));
        json.put("quietUntil", standing.quietUntil().isAfter(now) ? Canonical.time(standing.quietUntil()) : null);
        json.put("breaker", word(status.breaker()));
        json.put("state", word(status.state(now)));
        json.put("changedAt", DeliveryJson.time(standing.changedAt()));
        return json;
    }

    private static @Nullable Map<String, @Nullable Object> disabled(Standing standing) {
        if (standing.disabled() == null) {
            return null;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("reason", standing.disabled());
        json.put("at", DeliveryJson.time(standing.disabledAt()));
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
