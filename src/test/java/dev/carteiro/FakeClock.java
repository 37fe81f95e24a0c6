package dev.carteiro;

import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The wall clock of a router and of what it starts, which jumps when a test says so: libfaketime's, of Debian's package of that name. */
record FakeClock(Path file) {

    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

    static boolean isThere() {
        return Files.exists(LIBRARY);
    }

    static FakeClock in(Path folder) {
        FakeClock clock = new FakeClock(folder.resolve("offset"));
        clock.jump("+0");
        return clock;
    }

    /** From now on it is so much ahead of the machine's, like {@code +1h}. */
    void jump(String offset) {
        try {
            Path next = Files.writeString(file.resolveSibling("next"), offset + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same router under this clock. */
    Setup over(Setup setup) {
        UnpackedJar.lendData(setup.data());
        List<String> command = new ArrayList<>(List.of(
                "env",
                "LD_PRELOAD=" + LIBRARY,
                "FAKETIME_TIMESTAMP_FILE=" + file,
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_FORCE_MONOTONIC_FIX=0", // or who waits for a while does not wait at all
                "DONT_FAKE_MONOTONIC=1"));
        command.addAll(setup.as());
        return setup.as(command);
    }
}
