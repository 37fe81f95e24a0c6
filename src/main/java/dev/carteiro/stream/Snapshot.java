package dev.carteiro.stream;

import dev.carteiro.eventlog.EventFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How the instances stand, for those who come in the middle of it. */
@FunctionalInterface
public interface Snapshot {

    /** Those whose {@code connection.changed} {@code filter} admits, with the codes of those whose {@code qrcode.updated} it does. */
    Mono<Map<String, @Nullable Object>> of(EventFilter filter);
}
