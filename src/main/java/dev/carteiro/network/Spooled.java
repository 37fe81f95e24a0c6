package dev.carteiro.network;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** A file that is there in whole, until it is closed. */
public final class Spooled implements AutoCloseable {

    /** In bytes. */
    static final int CHUNK = 64 * 1024;

    private final AtomicReference<@Nullable Kept> kept;
    private final long size;

    Spooled(byte[] head, @Nullable Tail tail, long size) {
        this.kept = new AtomicReference<>(new Kept(head, tail));
        this.size = size;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(byte[] head, @Nullable Tail tail) {}

    /** In bytes. */
    public long size() {
        return size;
    }

    /** All of it from the beginning, each time anew; not to be changed. A chunk is read when it is asked for. */
    public Flux<byte[]> bytes() {
        return Flux.defer(() -> {
            Flux<byte[]> chunks = Flux.generate(() -> 0L, this::next);
            Kept now = kept.get();
            return now == null || now.tail() == null ? chunks : now.tail().reading(chunks);
        });
    }

    private long next(long position, SynchronousSink<byte[]> sink) {
        Kept now = kept.get();
        if (now == null) {
            sink.error(new IllegalStateException("it is closed"));
            return position;
        }
        if (position == size) {
            sink.complete();
            return position;
        }
        byte[] chunk = chunk(now, position);
        sink.next(chunk);
        return position + chunk.length;
    }

    private byte[] chunk(Kept now, long position) {
        byte[] head = now.head();
        if (position < head.length || now.tail() == null) {
            int from = (int) position;
            return Arrays.copyOfRange(head, from, Math.min(head.length, from + CHUNK));
        }
        byte[] chunk = new byte[(int) Math.min(CHUNK, size - position)];
        now.tail().read(position - head.length, chunk);
        return chunk;
    }

    /** Whoever reads it has an error then. */
    @Override
    public void close() {
        Kept last = kept.getAndSet(null);
        if (last != null && last.tail() != null) {
            last.tail().closeSoon();
        }
    }
}
