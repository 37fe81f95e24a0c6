package dev.carteiro.fake;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A file that is sent; a generated one takes no memory however large it is. */
public final class Media {

    /** Divides by three, so that the pieces can be written in base64 one by one. */
    private static final int PIECE = 48 * 1024;

    private final String name;
    private final String mimetype;
    private final long size;
    private final String sha256;
    private final @Nullable LongFunction<byte[]> pieces;

    private Media(String name, String mimetype, long size, String sha256, @Nullable LongFunction<byte[]> pieces) {
        this.name = name;
        this.mimetype = mimetype;
        this.size = size;
        this.sha256 = sha256;
        this.pieces = pieces;
    }

    public static Media of(String name, String mimetype, byte[] bytes) {
        Digest digest = new Digest();
        digest.write(bytes, 0, bytes.length);
        return new Media(name, mimetype, bytes.length, digest.sha256(), slices(bytes));
    }

    /** The same bytes for the same size and seed. */
    public static Media generated(String name, String mimetype, long size, long seed) {
        LongFunction<byte[]> pieces = number -> {
            byte[] piece = new byte[(int) Math.min(PIECE, size - number * PIECE)];
            new SplittableRandom(seed * 1_000_003 + number).nextBytes(piece);
            return piece;
        };
        Digest digest = new Digest();
        for (long number = 0; number * PIECE < size; number++) {
            byte[] piece = pieces.apply(number);
            digest.write(piece, 0, piece.length);
        }
        return new Media(name, mimetype, size, digest.sha256(), pieces);
    }

    /** What has streamed through a digest; its bytes are gone where there were too many. */
    static Media received(String name, String mimetype, Digest digest) {
        byte[] kept = digest.kept();
        return new Media(name, mimetype, digest.size(), digest.sha256(), kept == null ? null : slices(kept));
    }

    private static LongFunction<byte[]> slices(byte[] bytes) {
        byte[] copy = bytes.clone();
        return number -> {
            int from = Math.toIntExact(number * PIECE);
            return Arrays.copyOfRange(copy, from, Math.min(copy.length, from + PIECE));
        };
    }

    public String name() {
        return name;
    }

    public String mimetype() {
        return mimetype;
    }

    public long size() {
        return size;
    }

    public String sha256() {
        return sha256;
    }

    /** Whether it is too large for a webhook. */
    boolean isLarge() {
        return size > 16 * 1024 * 1024;
    }

    /** Whether its bytes can still be had. */
    boolean isKept() {
        return pieces != null;
    }

    Media named(String newName, String newMimetype) {
        return new Media(newName, newMimetype, size, sha256, pieces);
    }

    Flux<byte[]> bytes() {
        LongFunction<byte[]> source = pieces;
        if (source == null) {
            return Flux.error(new IllegalStateException("The bytes of %s were not kept".formatted(sha256)));
        }
        return Flux.generate(() -> 0L, (number, sink) -> {
            if (number * PIECE >= size) {
                sink.complete();
            } else {
                sink.next(source.apply(number));
            }
            return number + 1;
        });
    }

    Flux<byte[]> base64() {
        return bytes().map(Base64.getEncoder()::encode);
    }

    /** All of it at once, for what is small. */
    byte[] all() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        bytes().toIterable().forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
