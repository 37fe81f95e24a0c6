package dev.carteiro.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What subscribers are told besides events. */
final class Words {

    private static final byte[] EXPIRED = json(Map.of("reason", "The token's time is over; come back with a new one."));

    private Words() {}

    static Signal.Word begin(Signal.Begin begin) {
        long position = begin.position();
        return new Signal.Word("begin", position, json(Map.of("position", Long.toString(position))));
    }

    /** The last word to whoever may see no more without a new token. */
    static Signal.Word expired() {
        return new Signal.Word("expired", null, EXPIRED);
    }

    /** Events between two positions are not to be had: they have left retention, or the log is another one. */
    static Signal.Word gap(String reason, long after, long from) {
        Map<String, String> gap = new LinkedHashMap<>();
        gap.put("reason", reason);
        gap.put("after", Long.toString(after));
        gap.put("from", Long.toString(from));
        return new Signal.Word("gap", from, json(gap));
    }

    static byte[] json(Object value) {
        return JsonMapper.shared().writeValueAsBytes(value);
    }
}
