package dev.carteiro.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration is written.
 *
 * @param named whether {@code CARTEIRO_CONFIG} names it, so that it has to be there
 */
record ConfigFile(Path path, boolean named) {

    static final int MAX_BYTES = 1 << 20;

    /** What the file holds at one moment. */
    sealed interface Content {

        /** It is not there. */
        record Absent() implements Content {}

        /** It is there, but holds no text; {@code why} goes on from the file's name. */
        record Unreadable(String why) implements Content {}

        record Text(String text) implements Content {}
    }

    static ConfigFile find(Function<String, @Nullable String> variables) {
        String named = variables.apply("CARTEIRO_CONFIG");
        return named == null || named.isBlank()
                ? new ConfigFile(Path.of(ConfigTree.FILE), false)
                : new ConfigFile(Path.of(named.strip()), true);
    }

    /** Follows symbolic links each time, since Docker and Kubernetes swap those. */
    Content read() {
        try (InputStream in = Files.newInputStream(path)) {
            return content(in.readNBytes(MAX_BYTES + 1));
        } catch (NoSuchFileException e) {
            return new Content.Absent();
        } catch (IOException e) {
            return new Content.Unreadable(
                    Files.isDirectory(path)
                            ? "is a directory; Docker makes one where the file to be mounted does not exist"
                            : "cannot be read: " + e);
        }
    }

    /** What a file of these bytes holds. */
    static Content content(byte[] bytes) {
        try {
            return bytes.length > MAX_BYTES
                    ? new Content.Unreadable("is larger than " + (MAX_BYTES >> 10) + " KiB")
                    : new Content.Text(decoded(bytes));
        } catch (CharacterCodingException e) {
            return new Content.Unreadable("is not UTF-8");
        }
    }

    /** When it was last written, as far as anybody can tell. */
    Instant modified() {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** Why a router does not start without it. */
    String missing() {
        return path + ": is not there, but CARTEIRO_CONFIG names it";
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static String decoded(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
