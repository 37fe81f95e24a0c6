package dev.carteiro.source;

import org.jspecify.annotations.Nullable;

/** A configured system that sends to us. Implementations are pure and never block. */
public interface Source {

    /** The configured name, which is also the path: {@code POST /webhook/{name}}. */
    String name();

    SourceType type();

    /** Why {@code inbound} is not from who it should be from; null where it is, or where nothing protects the source. */
    @Nullable Rejection verify(Inbound inbound);

    /**
     * What the request says: at least one fact, {@code unrecognized} where the source has no word for it, in the order of
     * the body. Never throws on odd JSON; only what is not JSON is refused, and that before it comes here.
     */
    Decoded decode(Inbound inbound);
}
