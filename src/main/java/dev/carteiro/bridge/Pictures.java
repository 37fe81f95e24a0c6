package dev.carteiro.bridge;

import org.jspecify.annotations.Nullable;

/** Tells pictures of people apart by what their URLs have in common. */
final class Pictures {

    private Pictures() {}

    /** The last part of its path: the rest of a URL of WhatsApp's changes each time it is asked for. */
    static @Nullable String name(@Nullable String url) {
        if (url == null || url.isEmpty()) {
            return null;
        }
        String path = url.replaceFirst("[?#].*", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
