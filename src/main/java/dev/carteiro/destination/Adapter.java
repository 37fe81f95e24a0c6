package dev.carteiro.destination;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes destinations that are more than a URL to post to. */
public interface Adapter {

    /** The types of {@code carteiro.destinations} that it knows. */
    Set<String> types();

    /**
     * The destination that is written at {@code path}, the same object again where nothing of it has changed; null where
     * something is wrong, which is then reported to {@code tree}.
     */
    @Nullable Destination make(ConfigTree tree, String path, String name);

    /** Those that it finds elsewhere in the configuration, under the same rules. */
    Others others(ConfigTree tree);

    /**
     * What it found elsewhere.
     *
     * @param destinations by name
     * @param inForce to be run where the configuration takes effect
     */
    record Others(Map<String, Destination> destinations, Runnable inForce) {}
}
