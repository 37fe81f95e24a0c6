package dev.carteiro.destination;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;

/**
 * One request's headers and bytes, written when there is a connection for it. They are let go by hand: a pooled connection
 * keeps hold of its last request, and must not keep the bytes with it.
 */
final class Posting implements BiFunction<HttpClientRequest, NettyOutbound, Publisher<Void>> {

    private final RequestHeaders headers;
    private final String id;
    private final @Nullable String traceparent;
    private volatile @Nullable Payload payload;

    Posting(RequestHeaders headers, String id, Payload payload, @Nullable String traceparent) {
        this.headers = headers;
        this.id = id;
        this.payload = payload;
        this.traceparent = traceparent;
    }

    @Override
    public Publisher<Void> apply(HttpClientRequest request, NettyOutbound outbound) {
        Payload now = payload;
        if (now == null) {
            return Mono.error(givenUp());
        }
        headers.write(request.requestHeaders(), id, now, traceparent);
        return outbound.send(Mono.fromCallable(this::bytes));
    }

    private ByteBuf bytes() throws IOException {
        Payload now = payload;
        if (now == null) {
            throw givenUp();
        }
        return Unpooled.wrappedBuffer(now.bytes());
    }

    /** By nobody waited for any more: an empty request would tell the receiver something else. */
    private static IOException givenUp() {
        return new IOException("given up before there was a connection");
    }

    void letGo() {
        payload = null;
    }
}
