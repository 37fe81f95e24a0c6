package dev.carteiro.evolution;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The instances whose namespaces a stream listens to beside the whole server's; they may change while it is open. */
public final class Namespaces {

    private List<String> names;
    private @Nullable Consumer<List<String>> follower;

    public Namespaces(List<String> names) {
        this.names = List.copyOf(names);
    }

    public synchronized List<String> names() {
        return names;
    }

    /** From now on these and no others. */
    public synchronized void set(List<String> next) {
        if (!next.equals(names)) {
            names = List.copyOf(next);
            if (follower != null) {
                follower.accept(names);
            }
        }
    }

    /** Tells {@code next}, and nobody else, of the names at once and of each change. */
    synchronized void follow(Consumer<List<String>> next) {
        follower = next;
        next.accept(names);
    }
}
