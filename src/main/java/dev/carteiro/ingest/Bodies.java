package dev.carteiro.ingest;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Reads request bodies into memory, each up to a limit and all together, until they are dealt with, up to a budget. */
final class Bodies {

    private final long limit;
    private final long budget;
    private final AtomicLong held = new AtomicLong();

    /** One body alone may always be as large as the limit; beyond the budget, others are asked to come again. */
    Bodies(long limit, long budget) {
        this.limit = limit;
        this.budget = Math.max(limit, budget);
    }

    /**
     * What {@code work} makes of the body's bytes, which count against the budget until it is done. Fails with a
     * {@link RequestRefusedException} where the body is too large or too much is held already.
     */
    <T> Mono<T> with(ServerHttpRequest request, Function<byte[], Mono<T>> work) {
        long announced = Math.max(0, request.getHeaders().getContentLength());
        if (announced > limit) {
            return Mono.error(RequestRefusedException.tooLarge(limit));
        }
        return Mono.using(
                () -> new Reading((int) announced),
                body -> read(request, body).then(Mono.defer(() -> work.apply(body.handOver()))),
                Reading::letGo);
    }

    private Mono<Void> read(ServerHttpRequest request, Reading body) {
        return request.getBody()
                .doOnNext(body::add)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .then();
    }

    /** One body, from its first byte until its request is answered. */
    private final class Reading {

        private final int announced;
        private byte[] bytes = {};
        private int filled;
        private long counted;

        /** Takes the room for what is announced before any of it arrives. */
        Reading(int announced) {
            this.announced = announced;
            count(announced);
        }

        private void count(long size) {
            counted += size;
            if (held.addAndGet(size) > budget && counted < held.get()) {
                letGo();
                throw RequestRefusedException.saturated();
            }
        }

        void letGo() {
            held.getAndAdd(-counted);
            counted = 0;
        }

        void add(DataBuffer chunk) {
            try {
                int size = chunk.readableByteCount();
                if ((long) filled + size > limit) {
                    throw RequestRefusedException.tooLarge(limit);
                }
                if (filled == 0) {
                    bytes = new byte[announced];
                }
                if (filled + size > bytes.length) {
                    int roomier = (int) Math.min(limit, Math.max(filled + size, bytes.length * 2L));
                    count(roomier - bytes.length);
                    bytes = Arrays.copyOf(bytes, roomier);
                }
                chunk.read(bytes, filled, size);
                filled += size;
            } finally {
                DataBufferUtils.release(chunk);
            }
        }

        /** The bytes, which are then held here no longer. */
        byte[] handOver() {
            byte[] all = filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
            bytes = new byte[0];
            return all;
        }
    }
}
