package dev.carteiro.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether our server still runs, at little cost each time: the pid file is read again only when the process it named is gone. */
final class ServerWatch {

    private final DataFolder folder;
    private @Nullable ProcessHandle known;

    ServerWatch(DataFolder folder) {
        this.folder = folder;
    }

    boolean goesOn() {
        ProcessHandle server = known;
        if (server != null && server.isAlive() && hasProgram(server)) {
            return true;
        }
        known = folder.postmaster().orElse(null);
        return known != null;
    }

    /** A process that has ended, and that nobody has buried yet, is alive and has none; nor has any where there is no /proc. */
    private static boolean hasProgram(ProcessHandle server) {
        return Files.exists(Path.of("/proc", Long.toString(server.pid()), "exe"));
    }
}
