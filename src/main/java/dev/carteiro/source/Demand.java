package dev.carteiro.source;

import dev.carteiro.signature.Secrets;

/** What a source asks of whoever sends to it; its tokens and secrets themselves stay in here. */
public final class Demand {

    private final String source;
    private final SourceSettings settings;

    Demand(String source, SourceSettings settings) {
        this.source = source;
        this.settings = settings;
    }

    /** The source's name. */
    public String source() {
        return source;
    }

    /** Whether it asks for a token, a signature or a JWT at all. */
    public boolean any() {
        return signed() || !settings.token().isEmpty() || !settings.jwtKey().isEmpty();
    }

    /** Whether a signature is one of the things that will do. */
    public boolean signed() {
        return !settings.secret().isEmpty();
    }

    public boolean takesToken(String token) {
        return Secrets.anyEqual(settings.token(), token);
    }

    /** Whether what is signed with {@code secret} is let in. */
    public boolean takesSecret(String secret) {
        return Secrets.anyEqual(settings.secret(), secret);
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return "the demands of " + source;
    }
}
