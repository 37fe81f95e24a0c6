package dev.carteiro.trace;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where spans are sent. It is there only where a collector is named: elsewhere nobody makes any. */
public interface Tracing {

    /**
     * Begins a span.
     *
     * @param parent to what it belongs; null where it begins a trace
     * @param causes what else has led to it
     */
    Span begin(Kind kind, String name, Instant at, @Nullable String parent, List<String> causes);

    /** Who is on the other side: one that asks us, one that has told us, one that we ask. */
    enum Kind {
        SERVER,
        CONSUMER,
        CLIENT
    }
}
