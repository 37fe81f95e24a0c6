package dev.carteiro;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The jar that is shipped, laid out as in an image: one jar of ours beside its libraries, with the JVM's cache of classes
 * from a first start, whose data is what the others begin with. These tests start some thirty routers, and each is ready
 * after less than half of the time that nested jars take.
 */
final class UnpackedJar {

    private static final Path FOLDER = packed().getParentFile().toPath().resolve("unpacked");
    private static final Path MADE = FOLDER.resolve("made-from");
    private static final Path CACHE = FOLDER.resolve("carteiro.aot");
    private static final Path DATA = FOLDER.resolve("data");

    private UnpackedJar() {}

    /** What runs the router from here. */
    static List<String> command() {
        return command(List.of("-XX:AOTCache=" + CACHE), Made.JAR);
    }

    private static List<String> command(List<String> options, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(java());
        // The first compiler only: these processes live for seconds.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Gives a router that has no data yet those of the first one when it had ended: PostgreSQL, and our schema in it. */
    static void lendData(Path data) {
        if (Files.notExists(data)) {
            copy(Made.JAR.resolveSibling(DATA.getFileName()), data);
        }
    }

    /** The same, unless somebody would have to wait for it. */
    static void lendDataIfMade(Path data) {
        try {
            if (isMade()) {
                copy(DATA, data);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path copy = to.resolve(from.relativize(one));
                if (one.startsWith(from.resolve("postgresql-binaries")) && Files.isRegularFile(one)) {
                    link(one, copy);
                } else {
                    Files.copy(one, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Nobody writes to programs, and they are more than half of the data; but a link cannot leave its file system. */
    private static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (IOException elsewhere) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Made when somebody asks for it first. */
    private static final class Made {

        private static final Path JAR = make();
    }

    /** Whether it was, from the jar that there is now. */
    private static boolean isMade() throws IOException {
        return Files.exists(MADE) && Files.readString(MADE).equals(source());
    }

    private static String source() {
        File packed = packed();
        return packed + " " + packed.lastModified() + " " + packed.length();
    }

    private static File packed() {
        return RouterProcess.jar().getAbsoluteFile();
    }

    /** Made once for each jar, by whichever of several JVMs with tests comes first. */
    private static Path make() {
        Path jar = FOLDER.resolve(packed().getName());
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel channel = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IllegalStateException(FOLDER + " cannot be locked");
                }
                if (!isMade()) {
                    unpack(packed());
                    FileSystemUtils.deleteRecursively(DATA);
                    rehearse(jar);
                    Files.writeString(MADE, source());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return jar;
    }

    private static void unpack(File packed) throws IOException {
        run(new ProcessBuilder(
                java(),
                "-Djarmode=tools",
                "-jar",
                packed.getPath(),
                "extract",
                "--force",
                "--destination",
                FOLDER.toString()));
    }

    /** Starts a router and stops it; its JVM then writes down which classes it has loaded. */
    private static void rehearse(Path jar) throws IOException {
        Path config = Files.writeString(FOLDER.resolve("carteiro.yml"), "carteiro: {}");
        List<String> command = command(List.of("-XX:AOTCacheOutput=" + CACHE), jar);
        RouterProcess.Setup setup = new RouterProcess.Setup(DATA, RouterProcess.Setup.freePort(), config, List.of());
        try (RouterProcess router = setup.start(command)) {
            router.terminate();
        }
        if (Files.notExists(CACHE)) {
            throw new IllegalStateException(CACHE + " was not written");
        }
    }

    private static void run(ProcessBuilder builder) throws IOException {
        try {
            int exit = builder.inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException(builder.command() + " ended with " + exit);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
