package dev.carteiro.crew;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.crew.CrewSettings.Mode;
import dev.carteiro.delivery.Destination;
import dev.carteiro.delivery.Policy;
import dev.carteiro.delivery.Sender;
import dev.carteiro.destination.Adapter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads destinations of the type crewai. */
final class CrewReader implements Adapter {

    /** Above the crew's own time, so that what is said of a timeout is said by who knows what it means. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private static final int KEPT = 1_000;

    private final Senders senders;
    private final Map<Key, Destination> made = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Destination> eldest) {
            return size() > KEPT;
        }
    };

    CrewReader(Senders senders) {
        this.senders = senders;
    }

    /** Makes the sender of a destination. */
    @FunctionalInterface
    interface Senders {

        /** Null where something at {@code path} is wrong, which is then reported; {@code publicUrl} is how others reach us. */
        @Nullable Sender sender(ConfigTree tree, String path, Key key);
    }

    /** What makes one destination another. */
    record Key(String name, CrewSettings settings, @Nullable String publicUrl) {}

    @Override
    public Set<String> types() {
        return Set.of("crewai");
    }

    @Override
    public @Nullable Destination make(ConfigTree tree, String path, String name) {
        CrewSettings settings = tree.bind(path, CrewSettings.class).orElse(null);
        if (settings == null) {
            return null;
        }
        String publicUrl = tree.bind("carteiro.public-url", URI.class)
                .map(url -> url.toString().replaceFirst("/+$", ""))
                .orElse(null);
        if (settings.result() == CrewSettings.Result.CALLBACK && publicUrl == null) {
            tree.problem(
                    path + ".result",
                    "is callback, and nobody has said how the crew reaches us: set carteiro.public-url");
            return null;
        }
        synchronized (made) {
            Key key = new Key(name, settings, publicUrl);
            Destination before = made.get(key);
            Destination now = before == null ? destination(tree, path, key) : before;
            if (now != null) {
                made.put(key, now);
            }
            return now;
        }
    }

    private @Nullable Destination destination(ConfigTree tree, String path, Key key) {
        CrewSettings settings = key.settings();
        Sender sender = senders.sender(tree, path, key);
        return sender == null
                ? null
                : new Destination(key.name(), settings.url().toString(), policy(settings), false, sender);
    }

    private static Policy policy(CrewSettings settings) {
        Policy policy = settings.http().policy().policy(CrewSettings.TIMEOUT);
        Duration timeout = settings.mode() == Mode.WEBHOOK ? policy.timeout() : Platform.LONGEST_CALLS;
        return policy.within(timeout.plus(MARGIN));
    }

    @Override
    public Others others(ConfigTree tree) {
        return new Others(Map.of(), () -> {});
    }
}
