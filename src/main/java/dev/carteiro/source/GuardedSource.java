package dev.carteiro.source;

import org.jspecify.annotations.Nullable;

/** A source as it is configured: its guard, and the decoder of its system. */
record GuardedSource(String name, SourceType type, Verification verification, Decoder decoder) implements Source {

    @Override
    public @Nullable Rejection verify(Inbound inbound) {
        return verification.check(inbound);
    }

    @Override
    public Decoded decode(Inbound inbound) {
        return decoder.decode(inbound);
    }
}
