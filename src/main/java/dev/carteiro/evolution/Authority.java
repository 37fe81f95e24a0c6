package dev.carteiro.evolution;

import java.net.URI;

/** Where a URL leads. {@link URI#getHost} is null for a name with an underscore, and Docker is full of those. */
record Authority(String host, int port) {

    /** The port is that of the scheme where none is named. */
    static Authority of(URI url) {
        String text = String.valueOf(url.getRawAuthority());
        int colon = text.lastIndexOf(':');
        boolean named = colon > text.lastIndexOf(']') && colon < text.length() - 1;
        String host = colon > text.lastIndexOf(']') ? text.substring(0, colon) : text;
        int usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return new Authority(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                named ? Integer.parseInt(text.substring(colon + 1)) : usual);
    }
}
