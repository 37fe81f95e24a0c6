package dev.carteiro;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The jar that is shipped, laid out as in an image: one jar of ours beside its libraries. It starts in two thirds of the
 * time that nested jars take, and these tests start some fifty routers.
 */
final class UnpackedJar {

    private static final File JAR = unpack();

    private UnpackedJar() {}

    /** Unpacked once per run of the tests. */
    static File file() {
        return JAR;
    }

    private static File unpack() {
        File packed = RouterProcess.jar().getAbsoluteFile();
        File folder = new File(packed.getParentFile(), "unpacked");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djarmode=tools",
                "-jar",
                packed.getPath(),
                "extract",
                "--force",
                "--destination",
                folder.getPath());
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            File unpacked = new File(folder, packed.getName());
            if (exit != 0 || !unpacked.isFile()) {
                throw new IllegalStateException(packed + " cannot be unpacked: exit code " + exit);
            }
            return unpacked;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
