package dev.carteiro.fake;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Hashes what is written to it, and keeps it as long as it is below 1 MiB. */
final class Digest extends OutputStream {

    private static final int KEPT = 1024 * 1024;

    private final MessageDigest hash = sha();
    private @Nullable ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long size;

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        hash.update(bytes, offset, length);
        size += length;
        if (size >= KEPT) {
            kept = null;
        } else if (kept != null) {
            kept.write(bytes, offset, length);
        }
    }

    long size() {
        return size;
    }

    /** The hash so far; it may be asked for once. */
    String sha256() {
        return HexFormat.of().formatHex(hash.digest());
    }

    byte @Nullable [] kept() {
        return kept == null ? null : kept.toByteArray();
    }
}
