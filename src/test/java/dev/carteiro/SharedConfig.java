package dev.carteiro;

import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of the shared router. */
final class SharedConfig {

    static final String TOKEN = "a-source-token";
    static final String SECRET = "a-chatwoot-secret";
    static final String JWT_KEY = "an-evolution-jwt-key";
    static final String SIGNING_SECRET = "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==";

    /** Whose pages may read the stream. */
    static final String ORIGIN = "http://localhost:3000";

    private static final String SOURCES = """
            carteiro:
              browsers: { origins: ["http://localhost:3000"] }
              sources:
                evolution: { type: evolution }
                chatwoot: { type: chatwoot }
                w-api: { type: w-api, instance: "raw" }
                chat-whatsapp: { type: chat-whatsapp, instance: "raw" }
                generic: { type: generic }
                guarded: { type: evolution, token: ["an-older-token", "%s"] }
                signed: { type: chatwoot, secret: "%s" }
                with-jwt: { type: evolution, jwt-key: "%s" }
                elsewhere: { type: generic, allow-from: ["203.0.113.0/24"] }
            """.formatted(TOKEN, SECRET, JWT_KEY);

    /** Nobody is behind it: it is there to be looked at. */
    private static final String BRIDGES = """
              bridges:
                bridged:
                  chatwoot: { url: "http://localhost:1", account: 1, token: a-token, inbox: Bridged }
                  evolution: { url: "http://localhost:1", api-key: a-key }
            """;

    private static final String HASTY = "retry: { schedule: [50ms, 50ms, 50ms, 50ms, 50ms], jitter: 0 }";
    private static final String NO_BREAKER = "breaker: { failure-rate: 100, window: 1000 }";

    /** What each destination is beside its URL. */
    static final Map<String, String> DESTINATIONS = destinations();

    private SharedConfig() {}

    private static Map<String, String> destinations() {
        Map<String, String> destinations = new LinkedHashMap<>();
        destinations.put("raw", "format: raw");
        destinations.put("cloudevents", "format: cloudevents, signing-secret: \"" + SIGNING_SECRET + "\"");
        destinations.put("envelope", "format: envelope");
        destinations.put(
                "transformed",
                "transform: '$exists(data.content) ? {\"text\": data.content.text, \"chat\": conversation}'");
        destinations.put(
                "order", "retry: { schedule: [300ms, 300ms, 300ms, 300ms, 300ms, 300ms], jitter: 0 }, " + NO_BREAKER);
        destinations.put("retry", HASTY + ", " + NO_BREAKER);
        destinations.put("exhaust", "retry: { schedule: [50ms, 50ms], jitter: 0 }, " + NO_BREAKER);
        destinations.put("patient", HASTY + ", " + NO_BREAKER);
        destinations.put(
                "breaker",
                "retry: { schedule: [20ms, 20ms, 20ms, 20ms, 20ms, 20ms, 20ms, 20ms], jitter: 0 },"
                        + " breaker: { failure-rate: 50, window: 4, wait: 1s }");
        destinations.put("limited", "rate-limit: 5/s");
        destinations.put("slow", "timeout: 300ms, concurrency: 2, " + HASTY + ", " + NO_BREAKER);
        destinations.put("mended", "format: raw");
        destinations.put("table", "timeout: 30s, " + HASTY + ", " + NO_BREAKER);
        destinations.put("once-only", "timeout: 30s, retry: { schedule: [] }, " + NO_BREAKER);
        destinations.put("choosy", "timeout: 30s, retry: { schedule: [50ms, 50ms], refuse: [503] }, " + NO_BREAKER);
        destinations.put(
                "ageing",
                "retry: { schedule: [200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 200ms, 200ms], max-age: 500ms }, "
                        + NO_BREAKER);
        destinations.put("gone", "timeout: 30s, " + HASTY);
        destinations.put("stopped", "timeout: 30s, " + HASTY);
        destinations.put("watched", "retry: { schedule: [50ms, 50ms], jitter: 0 }, " + NO_BREAKER);
        destinations.put("operated", "retry: { schedule: [1h, 1h], jitter: 0 }, " + NO_BREAKER);
        destinations.put(
                "ailing",
                "retry: { schedule: [1h, 1h, 1h, 1h], jitter: 0 }, breaker: { failure-rate: 50, window: 2, wait: 2s }");
        destinations.put("later", "retry: { schedule: [1h, 1h], jitter: 0 }, " + NO_BREAKER);
        destinations.put("letters", "timeout: 2s, " + HASTY + ", " + NO_BREAKER);
        destinations.put("heap", NO_BREAKER);
        destinations.put("tunnel", "retry: { schedule: [1h], jitter: 0 }, " + NO_BREAKER);
        destinations.put("documented", HASTY);
        destinations.put("desk", "retry: { schedule: [1h, 1h], jitter: 0 }, " + NO_BREAKER);
        destinations.put("gathered", gathering("quiet: 500ms, max: 60s") + ", retry: { schedule: [1h], jitter: 0 }");
        destinations.put("talkative", gathering("quiet: 2s, max: 60s"));
        destinations.put("handful", gathering("quiet: 500ms, items: 3"));
        destinations.put("restless", gathering("quiet: 1s, max: 2s, items: 100"));
        destinations.put("patience", gathering("quiet: 1h, max: 1h"));
        return destinations;
    }

    private static String gathering(String debounce) {
        return "debounce: { " + debounce + " }, " + NO_BREAKER;
    }

    /** The file, with each destination at the URL given. */
    static String text(Map<String, String> urls) {
        StringBuilder text = new StringBuilder(SOURCES).append(BRIDGES).append("  destinations:\n");
        DESTINATIONS.forEach((name, keys) -> text.append("    ")
                .append(name)
                .append(": { url: \"")
                .append(urls.get(name))
                .append("/webhook\", ")
                .append(keys)
                .append(" }\n"));
        text.append("  routes:\n");
        DESTINATIONS
                .keySet()
                .forEach(name -> text.append("    - { name: to " + name + ", when: 'event.instance == \"" + name
                        + "\"', to: [" + name + "] }\n"));
        return text.toString();
    }
}
