package dev.carteiro.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether our server still runs, at little cost each time: the pid file is read when the process that it named is gone, and now and then. */
final class ServerWatch {

    /** A process that has ended, and that nobody has buried yet, has a number and no program. */
    private static final Path PROGRAM = Path.of("exe");

    /** The number may be another's by then. */
    private static final int LOOKS_PER_READING = 20;

    private final DataFolder folder;
    private @Nullable Path program;
    private int looks;

    ServerWatch(DataFolder folder) {
        this.folder = folder;
    }

    boolean goesOn() {
        Path known = program;
        if (known != null && ++looks < LOOKS_PER_READING && Files.exists(known)) {
            return true;
        }
        looks = 0;
        program = folder.postmaster()
                .map(server -> Path.of("/proc", Long.toString(server.pid())).resolve(PROGRAM))
                .orElse(null);
        return program != null;
    }
}
