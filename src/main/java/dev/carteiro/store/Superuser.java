package dev.carteiro.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;

/** The embedded server's only user, with a password of its own: PostgreSQL listens on loopback, where others live too. */
final class Superuser {

    private static final String HBA = """
            # Written by Carteiro: the library that starts this server would let in everyone on this machine.
            local all all scram-sha-256
            host  all all 127.0.0.1/32 scram-sha-256
            host  all all ::1/128      scram-sha-256
            """;

    private final DataFolder folder;
    private final String password;

    private Superuser(DataFolder folder, String password) {
        this.folder = folder;
        this.password = password;
    }

    static Superuser of(DataFolder folder) {
        try {
            write(folder.password());
            return new Superuser(folder, Files.readString(folder.password()).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException("The database's password file cannot be used", failure);
        }
    }

    String password() {
        return password;
    }

    private static void write(Path file) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try {
            Path created = Files.createFile(file, ownerOnly);
            Files.writeString(created, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException keptFromLastTime) {
            // The password of the database that is already there.
        }
    }

    /** From the first start on, nobody gets in without the password. */
    void lock(EmbeddedPostgres server) {
        Path rules = folder.database().resolve("pg_hba.conf");
        try {
            if (Files.readString(rules).equals(HBA)) {
                return;
            }
            try (Connection connection = server.getDatabase("postgres", "postgres", Map.of("password", password))
                            .getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'"); // hexadecimal: nothing to escape
                Files.writeString(rules, HBA);
                statement.execute("SELECT pg_reload_conf()");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The embedded PostgreSQL could not be locked", failure);
        } catch (SQLException failure) {
            throw new IllegalStateException("The embedded PostgreSQL could not be locked", failure);
        }
    }
}
