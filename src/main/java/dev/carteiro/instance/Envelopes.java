package dev.carteiro.instance;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What was learned by asking, as Evolution would have told it by itself: the same door and the same decoder read it. */
final class Envelopes {

    private Envelopes() {}

    static byte[] connection(String instance, String state, String reason, Instant at) {
        return of("connection.update", instance, map("instance", instance, "state", state, "statusReason", reason), at);
    }

    static byte[] qrcode(String instance, QrCode code) {
        Map<String, @Nullable Object> qrcode =
                map("instance", instance, "pairingCode", code.pairingCode(), "code", code.code());
        qrcode.put("base64", code.image());
        return of("qrcode.updated", instance, map("qrcode", qrcode), code.at());
    }

    private static byte[] of(String event, String instance, Map<String, @Nullable Object> data, Instant at) {
        Map<String, @Nullable Object> envelope = map("event", event, "instance", instance, "data", data);
        envelope.put("date_time", at.toString());
        return JsonMapper.shared().writeValueAsBytes(envelope);
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }
}
