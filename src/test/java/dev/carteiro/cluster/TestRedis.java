package dev.carteiro.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis that keeps nothing, and can be killed, stopped in its tracks and started again on the same port. */
public final class TestRedis implements AutoCloseable {

    private static final File PROGRAM = program();

    private final int port;
    private @Nullable Process process;

    private TestRedis(int port) {
        this.port = port;
    }

    /** One that does not run yet. Its port is none that the kernel gives to whoever connects, nor one of a router's. */
    public static TestRedis any() {
        int port = 15_000 + ThreadLocalRandom.current().nextInt(5_000);
        try (ServerSocket free = new ServerSocket(port)) {
            return new TestRedis(free.getLocalPort());
        } catch (IOException taken) {
            return any();
        }
    }

    private static File program() {
        try {
            return ExecutableProvider.newJarResourceProvider().get();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @CanIgnoreReturnValue
    public TestRedis start() {
        try {
            process = new ProcessBuilder(List.of(
                            PROGRAM.getPath(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!answers()) {
            if (System.nanoTime() > end || !running().isAlive()) {
                throw new IllegalStateException("no Redis on port " + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return this;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("it was never started");
        }
        return process;
    }

    /** SIGKILL. */
    public void kill() {
        try {
            if (!running().destroyForcibly().waitFor(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("it cannot be killed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** SIGSTOP: it keeps its connections and answers nothing. */
    public void freeze() {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", name, Long.toString(running().pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill ended with " + exit);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
