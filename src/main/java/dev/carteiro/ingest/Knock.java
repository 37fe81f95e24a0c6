package dev.carteiro.ingest;

import dev.carteiro.source.Source;
import dev.carteiro.source.SourceType;
import dev.carteiro.source.Sources;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a path says about its sender. A trailing slash and doubled ones do not matter: Evolution makes {@code //} of a
 * configured URL that ends in a slash.
 *
 * @param source the configured source; absent where the body has to tell
 * @param instance the WhatsApp instance, where the path names it
 * @param suffix what is behind the source's name, such as {@code messages-upsert}
 */
record Knock(
        @Nullable Source source,
        @Nullable String instance,
        @Nullable String suffix) {

    /** W-API is told one URL for each kind of event. */
    private static final List<String> W_API =
            List.of("connect", "disconnect", "send-message", "receive-message", "chat-presence", "message-status");

    /** Whether anything below this path is for the front door. */
    static boolean concerns(String path) {
        if (path.startsWith("/") && path.indexOf('%') < 0 && !path.contains("//")) {
            // As nearly every path is written: its steps are as they stand there.
            return leads(path, "/webhook")
                    || leads(path, "/api/webhook/chat-whatsapp")
                    || leads(path, "/chatwoot/webhook");
        }
        List<String> steps = steps(path);
        return startsWith(steps, "webhook")
                || startsWith(steps, "api", "webhook", "chat-whatsapp")
                || startsWith(steps, "chatwoot", "webhook");
    }

    /** Empty where the path names no source that is configured. */
    static Optional<Knock> of(String path, Sources sources) {
        List<String> steps = steps(path);
        if (startsWith(steps, "api")) {
            return steps.size() == 3 ? ofType(sources, SourceType.CHAT_WHATSAPP, null, null) : Optional.empty();
        }
        if (startsWith(steps, "chatwoot")) {
            return steps.size() == 3 ? ofType(sources, SourceType.CHATWOOT, steps.get(2), null) : Optional.empty();
        }
        if (steps.size() == 1) {
            return Optional.of(new Knock(null, null, null));
        }
        String name = steps.get(1);
        String suffix = steps.size() == 2 ? null : String.join("/", steps.subList(2, steps.size()));
        Optional<Knock> named = sources.named(name).map(source -> new Knock(source, null, suffix));
        return named.isEmpty() && W_API.contains(name) && suffix == null
                ? ofType(sources, SourceType.W_API, null, name)
                : named;
    }

    private static Optional<Knock> ofType(
            Sources sources, SourceType type, @Nullable String instance, @Nullable String suffix) {
        return sources.ofType(type).map(source -> new Knock(source, instance, suffix));
    }

    /** The source that is to read {@code body}. */
    Source reader(Sources sources, JsonNode body) {
        return source != null ? source : sources.detected(body);
    }

    private static boolean leads(String path, String beginning) {
        return path.startsWith(beginning)
                && (path.length() == beginning.length() || path.charAt(beginning.length()) == '/');
    }

    private static boolean startsWith(List<String> steps, String... beginning) {
        return steps.size() >= beginning.length
                && steps.subList(0, beginning.length).equals(List.of(beginning));
    }

    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>(4);
        for (int from = 0; from < path.length(); ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            if (to > from) {
                steps.add(decoded(path.substring(from, to)));
            }
            from = to + 1;
        }
        return steps;
    }

    private static String decoded(String step) {
        if (step.indexOf('%') < 0) {
            return step;
        }
        try {
            return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return step;
        }
    }
}
