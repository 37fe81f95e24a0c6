package dev.carteiro.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The folder {@code CARTEIRO_DATA}, held by one router at a time; the kernel gives the lock back when a router is killed. */
final class DataFolder {

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static DataFolder claim(Path data) {
        Path root = data.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(
                    root.resolve("carteiro.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new DataFolderInUseException(root);
            }
            return new DataFolder(root, channel);
        } catch (IOException failure) {
            throw new UncheckedIOException("CARTEIRO_DATA (" + root + ") cannot be written to", failure);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    Path database() {
        return root.resolve("postgresql");
    }

    Path binaries() {
        return root.resolve("postgresql-binaries");
    }

    Path password() {
        return root.resolve("postgresql.password");
    }

    Path libraryLock() {
        return database().resolve("epg-lock");
    }

    Path log() {
        return database().resolve("log");
    }

    /** The running server of this folder, by its pid file; a pid that meanwhile belongs to another program does not count. */
    Optional<ProcessHandle> postmaster() {
        Path file = database().resolve("postmaster.pid");
        try {
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                    .filter(ProcessHandle::isAlive)
                    // A process that has ended, and that nobody has buried yet, has a pid and no command.
                    .filter(process -> process.info().command().orElse("").contains("postgres"));
        } catch (IOException | NumberFormatException absent) {
            return Optional.empty();
        }
    }

    void release() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
