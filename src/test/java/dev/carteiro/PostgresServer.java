package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL beside the routers, with our schema, that a test may stop, break and ask. It writes to the disk as ours does. */
final class PostgresServer implements AutoCloseable {

    private final Path data;
    private final int port = Setup.freePort();
    private final String password;
    private final Path control;
    private final List<String> settings;

    /** Its data are in {@code folder}; {@code settings} are those that differ from the usual, like {@code a=b}. */
    PostgresServer(Path folder, String... settings) {
        this.settings = List.of(settings);
        data = folder.resolve("database");
        UnpackedJar.lendData(data);
        try (Stream<Path> all = Files.walk(data.resolve("postgresql-binaries"))) {
            password = Files.readString(data.resolve("postgresql.password")).strip();
            control = all.filter(file -> file.endsWith("pg_ctl")).findFirst().orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start();
    }

    void start() {
        control("start");
    }

    /** @param mode {@code fast} ends what runs in good order, {@code immediate} is a crash */
    void restart(String mode) {
        control("restart", "-m", mode);
    }

    private void control(String... words) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL does not run as root
        }
        command.addAll(
                List.of(control.toString(), "-D", data.resolve("postgresql").toString()));
        command.addAll(
                List.of("-w", "-t", "120", "-l", data.resolve("server.log").toString(), "-o", options()));
        command.addAll(List.of(words));
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("control.log").toFile())
                    .start()
                    .waitFor();
            assertThat(exit).as(String.join(" ", words)).isZero();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private String options() {
        StringBuilder options = new StringBuilder("-p " + port + " -c listen_addresses=127.0.0.1 -c shared_buffers=64MB"
                + " -c unix_socket_directories= -c fsync=on -c synchronous_commit=on");
        settings.forEach(setting -> options.append(" -c ").append(setting));
        return options.toString();
    }

    /** A router's setup that has its database here. */
    Setup serving(Setup setup) {
        return setup.sharing(data);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
    }

    void run(String... statements) {
        try (Connection connection = connect();
                Statement jdbc = connection.createStatement()) {
            for (String statement : statements) {
                jdbc.execute(statement);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The first column of what a query gives, as text. */
    List<String> query(String query) {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                Statement jdbc = connection.createStatement();
                ResultSet rows = jdbc.executeQuery(query)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return values;
    }

    long count(String query) {
        return Long.parseLong(query(query).getFirst());
    }

    /** How many of the routers' connections for a kind of work wait for something of that kind. */
    long waiting(String work, String event) {
        return count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'carteiro-" + work + "' AND '"
                + event + "' IN (wait_event_type, wait_event)");
    }

    /** Takes each connection that the server has to give, those of the routers too. */
    List<Connection> takeAll() throws SQLException {
        List<Connection> taken = new ArrayList<>(List.of(connect()));
        try (Statement first = taken.getFirst().createStatement()) {
            long ours = 1;
            while (ours > 0) {
                fill(taken);
                try (ResultSet ended = first.executeQuery(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'carteiro-%'")) {
                    ours = ended.next() ? ended.getLong(1) : 0;
                }
            }
        }
        return taken;
    }

    private void fill(List<Connection> taken) throws SQLException {
        try {
            while (true) {
                taken.add(connect());
            }
        } catch (SQLException full) {
            if (!"53300".equals(full.getSQLState())) {
                throw full;
            }
        }
    }

    /** Ends the routers' connections, all of them or those for a kind of work; says how many they were. */
    @CanIgnoreReturnValue
    long terminate(String work) {
        return count(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'carteiro-"
                        + work + "'");
    }

    @Override
    public void close() {
        control("stop", "-m", "immediate");
    }
}
