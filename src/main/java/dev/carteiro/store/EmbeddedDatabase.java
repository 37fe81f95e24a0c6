package dev.carteiro.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A real PostgreSQL in a folder of ours: started with us, started again should it die, stopped with us. */
final class EmbeddedDatabase implements SmartLifecycle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration CHECK = Duration.ofMillis(500);
    private static final Duration START = Duration.ofMinutes(2); // recovery after a crash replays the write-ahead log

    private final DataFolder folder;
    private final Superuser superuser;
    private final Scheduler watcher = Schedulers.newSingle("embedded-postgresql", true);
    private final ServerWatch life;
    private volatile EmbeddedPostgres server;
    private volatile boolean running;
    private Disposable watching = () -> {};

    /** Blocks until the server answers; first stops one that a killed router has left behind in the same folder. */
    EmbeddedDatabase(Path data) {
        folder = DataFolder.claim(data);
        life = new ServerWatch(folder);
        try {
            superuser = Superuser.of(folder);
            LeftBehind.stop(folder);
            server = start(0);
            superuser.lock(server);
        } catch (RuntimeException | Error failure) {
            folder.release();
            throw failure;
        }
        log.info("event=postgresql-started embedded=true port={} data={}", server.getPort(), folder.database());
    }

    DatabaseUrl url() {
        return new DatabaseUrl("127.0.0.1", server.getPort(), "postgres", "postgres", superuser.password(), "");
    }

    private EmbeddedPostgres start(int port) {
        try {
            // The library leaves its own lock locked when a start fails; ours, on the whole folder, is the one that
            // counts.
            Files.deleteIfExists(folder.libraryLock());
            return EmbeddedPostgres.builder()
                    .setDataDirectory(folder.database())
                    .setOverrideWorkingDirectory(folder.binaries().toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(START)
                    .setConnectConfig("password", superuser.password())
                    // The library starts servers for tests: with -F (fsync off) and synchronous_commit off. Both go
                    // back on.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "50")
                    .setServerConfig("shared_buffers", "64MB")
                    .setServerConfig("logging_collector", "on")
                    .setServerConfig("log_filename", "postgresql-%a.log")
                    .setServerConfig("log_truncate_on_rotation", "on")
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start; see " + folder.log(), failure);
        }
    }

    /** Runs on the watcher's own thread. */
    private void revive() {
        if (life.goesOn()) {
            return;
        }
        log.error("event=postgresql-died embedded=true action=restart data={}", folder.database());
        try {
            int port = server.getPort();
            server.close();
            server = start(port);
            log.warn("event=postgresql-started embedded=true port={} data={}", port, folder.database());
        } catch (IOException | RuntimeException failure) {
            log.error("event=postgresql-restart-failed next-try={} cause=\"{}\"", CHECK, failure.toString());
        }
    }

    @Override
    public void start() {
        running = true;
        watching =
                watcher.schedulePeriodically(this::revive, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        watching.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** First up, last down. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void close() throws IOException {
        watcher.dispose();
        server.close();
        folder.release();
        log.info("event=postgresql-stopped embedded=true data={}", folder.database());
    }
}
