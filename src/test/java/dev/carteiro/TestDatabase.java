package dev.carteiro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL for tests: the one that {@code CARTEIRO_TEST_DATABASE_URL} names, else a container where a Docker engine
 * answers, else the server that is built in.
 *
 * @param property what tells the router about it
 * @param stop ends what was started for it
 */
public record TestDatabase(String property, String value, Runnable stop) implements AutoCloseable {

    public static TestDatabase any() {
        String named = System.getenv("CARTEIRO_TEST_DATABASE_URL");
        if (named != null && !named.isBlank()) {
            return new TestDatabase("carteiro.database-url", named, () -> {});
        }
        return DockerClientFactory.instance().isDockerAvailable() ? container() : embedded();
    }

    private static TestDatabase container() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine");
        container.start();
        String url = container
                .getJdbcUrl()
                .replaceFirst(
                        "^jdbc:postgresql://",
                        "postgresql://" + container.getUsername() + ":" + container.getPassword() + "@")
                .replaceFirst("\\?.*", "");
        return new TestDatabase("carteiro.database-url", url, container::stop);
    }

    private static TestDatabase embedded() {
        Path folder = folder("data");
        Path data = folder.resolve("carteiro");
        UnpackedJar.lendDataIfMade(data);
        return new TestDatabase("carteiro.data", data.toString(), () -> delete(folder));
    }

    public boolean isEmbedded() {
        return property.equals("carteiro.data");
    }

    /** A new folder below {@code target}, which the next clean removes. */
    static Path folder(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "integration"));
            return Files.createTempDirectory(parent, name + "-").toAbsolutePath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
