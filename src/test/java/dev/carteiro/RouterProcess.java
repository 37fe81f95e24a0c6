package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A router in a process of its own, run from the jar that is shipped. */
final class RouterProcess implements AutoCloseable {

    /** A JVM, a new PostgreSQL and its schema, on a machine that may have much else to do. */
    private static final Duration START = Duration.ofMinutes(3);

    private static final int PORTS = 4_000;
    private static final int FIRST_PORT = 20_000 + (Integer.getInteger("carteiro.fork", 1) - 1) * PORTS;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final Setup setup;
    private final Path console;
    private final Process process;
    private final RouterClient client;

    private RouterProcess(Setup setup, Path console, Process process) {
        this.setup = setup;
        this.console = console;
        this.process = process;
        this.client = new RouterClient(setup.port());
    }

    /**
     * How a router is started; the same setup started again finds what the last one left.
     *
     * @param as a command that runs the rest as somebody else, or nothing
     */
    record Setup(Path data, int port, Path config, List<String> as) {

        /** A free port for a router with this configuration, whose data is in {@code folder}. */
        static Setup in(Path folder, String config) {
            try {
                Path file = Files.writeString(folder.resolve("carteiro.yml"), config);
                return new Setup(folder.resolve("data"), freePort(), file, List.of());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /**
         * Below the ports that the kernel gives to whoever connects: one of those could be gone when it is needed. None is
         * given twice, and other JVMs with tests have others.
         */
        static int freePort() {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException taken) {
                return freePort();
            }
        }

        Setup as(List<String> command) {
            return new Setup(data, port, config, command);
        }

        /** The same data for a router on another port. */
        Setup beside(Path folder) {
            return new Setup(data, in(folder, "carteiro: {}").port(), config, as);
        }

        /** The same with the database of a router that runs, as a replica of it. */
        Setup sharing(Setup other) {
            return sharing(other.data());
        }

        /** The same with the database whose server runs in a folder like a router's. */
        Setup sharing(Path data) {
            try {
                String password =
                        Files.readString(data.resolve("postgresql.password")).strip();
                String port = Files.readAllLines(data.resolve("postgresql").resolve("postmaster.pid"))
                        .get(3);
                return as(List.of(
                        "env",
                        "CARTEIRO_DATABASE_URL=postgresql://postgres:" + password + "@127.0.0.1:" + port
                                + "/postgres"));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        RouterProcess launch() {
            if (as.isEmpty()) {
                UnpackedJar.lendData(data);
            }
            return launch(UnpackedJar.command());
        }

        private RouterProcess launch(List<String> router) {
            List<String> command = new ArrayList<>(as);
            command.addAll(router);
            try {
                Path console = Files.createTempFile(Objects.requireNonNull(data.getParent()), "console", ".txt");
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(Objects.requireNonNull(data.getParent()).toFile());
                builder.redirectErrorStream(true).redirectOutput(console.toFile());
                builder.environment()
                        .putAll(Map.of(
                                "CARTEIRO_DATA", data.toString(),
                                "CARTEIRO_CONFIG", config.toString(),
                                "CARTEIRO_ADMIN_TOKEN", RouterClient.ADMIN,
                                "PORT", Integer.toString(port)));
                return new RouterProcess(this, console, builder.start());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** A router that answers. */
        RouterProcess start() {
            return answering(launch());
        }

        /** The same, run by a command of its own. */
        RouterProcess start(List<String> router) {
            return answering(launch(router));
        }

        @CanIgnoreReturnValue
        static RouterProcess answering(RouterProcess router) {
            eventually().atMost(START).until(router::isReady);
            return router;
        }
    }

    /** As it is shipped. */
    static File jar() {
        return new File(System.getProperty("carteiro.jar", "target/carteiro.jar"));
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the router ended: " + console());
        }
        try {
            return client.trying(client.request("/actuator/health/readiness").GET())
                            .status()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    RouterClient client() {
        return client;
    }

    Setup setup() {
        return setup;
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        if (exitCode() == 0) {
            throw new IllegalStateException("a killed router ended well: " + console());
        }
        client.close();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    int exitCode() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the router does not end: " + console());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The most memory that it has had so far, in bytes, as Linux counts it (VmHWM). */
    long peakMemory() {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            String line =
                    status.filter(one -> one.startsWith("VmHWM:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What it has printed. */
    String console() {
        try {
            return Files.readString(console);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The PostgreSQL server that runs in its folder, if one does. */
    Optional<ProcessHandle> postgresql() {
        try {
            Path pid = setup.data().resolve("postgresql").resolve("postmaster.pid");
            return Optional.of(Files.readAllLines(pid).getFirst().strip())
                    .flatMap(number -> ProcessHandle.of(Long.parseLong(number)))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        if (exitCode() < 0) {
            throw new IllegalStateException("the router ended with " + process.exitValue());
        }
    }
}
