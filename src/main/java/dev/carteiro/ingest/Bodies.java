package dev.carteiro.ingest;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads request bodies into memory, each up to a limit and all together up to a budget. */
final class Bodies {

    private final long limit;
    private final long budget;
    private final AtomicLong reading = new AtomicLong();

    /** One body alone may always be as large as the limit; beyond the budget, others are asked to come again. */
    Bodies(long limit, long budget) {
        this.limit = limit;
        this.budget = Math.max(limit, budget);
    }

    /** The body's bytes; fails with a {@link RequestRefusedException} where it is too large or too much is being read. */
    Mono<byte[]> read(ServerRequest request) {
        long announced = request.headers().contentLength().orElse(0);
        if (announced > limit) {
            return Mono.error(RequestRefusedException.tooLarge(limit));
        }
        return Mono.defer(() -> {
            Reading body = new Reading((int) announced);
            Flux<DataBuffer> chunks = request.body(BodyExtractors.toDataBuffers());
            return chunks.doOnNext(chunk -> take(body, chunk))
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                    .then(Mono.fromSupplier(body::bytes))
                    .doFinally(signal -> reading.getAndAdd(-body.counted()));
        });
    }

    private void take(Reading body, DataBuffer chunk) {
        try {
            int size = chunk.readableByteCount();
            if (body.counted() + size > limit) {
                throw RequestRefusedException.tooLarge(limit);
            }
            body.count(size);
            if (reading.addAndGet(size) > budget) {
                throw RequestRefusedException.saturated();
            }
            body.add(chunk, size);
        } finally {
            DataBufferUtils.release(chunk);
        }
    }

    /** One body on its way in. */
    private static final class Reading {

        private byte[] bytes;
        private int filled;
        private long counted;

        Reading(int announced) {
            bytes = new byte[announced];
        }

        void count(int size) {
            counted += size;
        }

        long counted() {
            return counted;
        }

        void add(DataBuffer chunk, int size) {
            if (filled + size > bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, Math.max(filled + size, bytes.length * 2));
            }
            chunk.read(bytes, filled, size);
            filled += size;
        }

        byte[] bytes() {
            return filled == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, filled);
        }
    }
}
