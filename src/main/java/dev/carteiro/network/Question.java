package dev.carteiro.network;

import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What another server is asked.
 *
 * @param patience for how long it may be silent, and take nothing of what is sent
 */
public record Question(
        HttpMethod method, String url, @Nullable Content content, Duration patience) {

    /** What is sent along. */
    public sealed interface Content {

        /** An object, which is written as JSON. */
        record Json(Object value) implements Content {}

        /** Something long, of which no more is read than goes out. It has {@code length} bytes exactly. */
        record Streamed(String type, long length, Flux<byte[]> bytes) implements Content {}
    }
}
