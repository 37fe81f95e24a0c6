package dev.carteiro.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A variable whose value is in a file, as {@code NAME_FILE=/run/secrets/name} says: a secret is then in no environment. */
record VariableFile(String variable, String path) {

    /** What stands behind the name of a variable that names a file. */
    static final String SUFFIX = "_FILE";

    /** Far above any secret: who names a disk by mistake is told so. */
    private static final int MOST_BYTES = 64 << 10;

    /** What the file holds, without the line's end that editors leave; throws {@link UnreadableVariableException}. */
    String value() {
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            byte[] bytes = file.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw unreadable("it has more than 64 KiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("[\\r\\n]+\\z", "");
        } catch (NoSuchFileException | InvalidPathException absent) {
            throw unreadable("there is no such file");
        } catch (CharacterCodingException binary) {
            throw unreadable("it is no UTF-8 text");
        } catch (IOException failure) {
            throw unreadable(String.valueOf(failure.getMessage()));
        }
    }

    private UnreadableVariableException unreadable(String why) {
        return new UnreadableVariableException(variable + SUFFIX + " names " + path + ", which cannot be read: " + why);
    }
}
