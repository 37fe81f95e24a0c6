package dev.carteiro;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Node that is on the PATH, and the programs that tests run with it. */
final class Node {

    static final String MISSING =
            "Node 18 or newer with npm is not on the PATH: the tests against a real Socket.IO server are skipped";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path NONE = Path.of("");
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);
    private static final Path NODE = executable("node", "node.exe");
    private static final Path NPM = executable("npm", "npm.cmd");
    private static final boolean AVAILABLE = find();

    private Node() {}

    static boolean available() {
        return AVAILABLE;
    }

    static String command() {
        return NODE.toString();
    }

    /** A folder with a program of the test resources and with what its package-lock.json names; made once per build. */
    static Path install(String program) {
        Path folder = Path.of("target", program).toAbsolutePath();
        synchronized (Node.class) {
            try {
                Files.createDirectories(folder);
                // Another JVM may be at it, too.
                try (FileChannel channel = FileChannel.open(
                                folder.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    install(program, folder, lock);
                }
                return folder;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static void install(String program, Path folder, FileLock lock) throws IOException {
        if (!lock.isValid()) {
            throw new IllegalStateException("somebody else has " + folder);
        }
        try (Stream<Path> files = Files.list(resources(program))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path installed = folder.resolve("node_modules").resolve("installed.json");
        String wanted = Files.readString(folder.resolve("package-lock.json"));
        if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
            return;
        }
        String output = run(folder, NPM.toString(), "ci", "--no-audit", "--no-fund");
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new IllegalStateException("npm ci installed nothing: " + output);
        }
        Files.writeString(installed, wanted);
    }

    private static Path resources(String program) {
        try {
            return Path.of(Objects.requireNonNull(Node.class.getResource("/" + program))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Leaves a file alone that is the same: somebody may be reading it. */
    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(to) || Files.mismatch(from, to) >= 0) {
            Files.write(to, Files.readAllBytes(from));
        }
    }

    private static boolean find() {
        if (NODE.equals(NONE) || NPM.equals(NONE)) {
            System.err.println(MISSING);
            return false;
        }
        Matcher version = VERSION.matcher(run(Path.of("").toAbsolutePath(), NODE.toString(), "--version"));
        boolean found = version.matches() && Integer.parseInt(version.group(1)) >= 18;
        if (!found) {
            System.err.println(MISSING);
        }
        return found;
    }

    private static Path executable(String... names) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElse(NONE);
    }

    /** What a command printed; one that fails, or does not end, is an exception with that. */
    private static String run(Path folder, String... command) {
        try {
            Path console = Files.createTempFile("command", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(console.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            String output = Files.readString(console);
            Files.delete(console);
            if (!ended || process.exitValue() != 0) {
                String how = ended ? "ended with " + process.exitValue() : "did not end";
                throw new IllegalStateException(List.of(command) + " " + how + ": " + output);
            }
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
