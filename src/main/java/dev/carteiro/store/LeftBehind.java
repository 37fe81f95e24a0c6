package dev.carteiro.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the server of a router that was killed: its data is whole, but its settings may be an older version's. */
final class LeftBehind {

    private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private LeftBehind() {}

    static void stop(DataFolder folder) {
        folder.postmaster().ifPresent(server -> {
            log.warn("event=postgresql-left-behind pid={} action=stop data={}", server.pid(), folder.database());
            // SIGINT is PostgreSQL's fast shutdown: it rolls back what runs and checkpoints. SIGTERM would wait for
            // clients.
            interrupt(server);
            if (!ends(server, PATIENCE)) {
                log.warn("event=postgresql-left-behind pid={} action=kill", server.pid());
                boolean asked = server.destroyForcibly();
                if (!asked || !ends(server, PATIENCE)) {
                    throw new IllegalStateException("The PostgreSQL left behind in " + folder.database() + " (pid "
                            + server.pid() + ") does not stop; stop it by hand and start again");
                }
            }
        });
    }

    private static void interrupt(ProcessHandle server) {
        try {
            int status = new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            log.debug("event=postgresql-interrupted pid={} status={}", server.pid(), status);
        } catch (IOException noKillCommand) {
            boolean asked = server.destroy();
            log.debug("event=postgresql-interrupted pid={} asked={}", server.pid(), asked);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while stopping PostgreSQL", interrupted));
        }
    }

    private static boolean ends(ProcessHandle server, Duration patience) {
        try {
            server.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException failure) {
            throw new CompletionException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
