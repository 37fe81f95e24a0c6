package dev.carteiro.network;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Base64 of what comes in chunks, padded and in one line. */
public final class Base64Chunks {

    private static final byte[] NOTHING = {};

    private byte[] carried = NOTHING; // up to two bytes, which make no group of their own

    private Base64Chunks() {}

    /** The same as of all of it at once, wherever the chunks end. */
    public static Flux<byte[]> encoded(Flux<byte[]> bytes) {
        return Flux.defer(() -> {
            Base64Chunks chunks = new Base64Chunks();
            return bytes.map(chunks::encode)
                    .filter(text -> text.length > 0)
                    .concatWith(Mono.fromSupplier(chunks::rest));
        });
    }

    /** How many characters {@code bytes} bytes become. */
    public static long length(long bytes) {
        return (bytes + 2) / 3 * 4;
    }

    private byte[] encode(byte[] chunk) {
        byte[] all = Arrays.copyOf(carried, carried.length + chunk.length);
        System.arraycopy(chunk, 0, all, carried.length, chunk.length);
        int whole = all.length / 3 * 3;
        carried = Arrays.copyOfRange(all, whole, all.length);
        return Base64.getEncoder().encode(whole == all.length ? all : Arrays.copyOf(all, whole));
    }

    private byte @Nullable [] rest() {
        return carried.length == 0 ? null : Base64.getEncoder().encode(carried);
    }
}
