package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that Node runs in a process of its own: it listens, and ends when this JVM does, however that happens. */
final class NodeProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path console;
    private final Process process;

    private NodeProcess(Path console, Process process) {
        this.console = console;
        this.process = process;
    }

    /**
     * Starts a program of the test resources, which prints "listening" and ends when its standard input does.
     *
     * @param folder where what it prints goes
     */
    static NodeProcess start(String program, Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Node.command(), "server.js"));
        command.addAll(arguments);
        try {
            Path console = folder.resolve("console.txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(Node.install(program).toFile());
            builder.redirectErrorStream(true).redirectOutput(console.toFile());
            NodeProcess started = new NodeProcess(console, builder.start());
            eventually().atMost(PATIENCE).until(started::listens);
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended: " + console());
        }
        return console().contains("listening ");
    }

    /** What it has printed. */
    String console() {
        try {
            return Files.readString(console);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** SIGKILL. */
    void kill() {
        try {
            if (!process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not end: " + console());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
