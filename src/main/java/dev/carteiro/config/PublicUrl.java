package dev.carteiro.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How others reach us, as configured now: {@code carteiro.public-url}. */
public final class PublicUrl implements ConfigPart {

    private static final String PATH = "carteiro.public-url";

    private volatile @Nullable String current;

    /** Without a slash at its end; null where it is not configured. */
    public @Nullable String current() {
        return current;
    }

    @Override
    public Runnable prepare(ConfigTree tree) {
        String next = tree.bind(PATH, URI.class)
                .map(url -> url.toString().replaceFirst("/+$", ""))
                .orElse(null);
        return () -> current = next;
    }
}
