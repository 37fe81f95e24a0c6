package dev.carteiro.destination;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, in which nothing is heard of threads that evaluate a transform: the JSONata library prints what is called
 * as a function and is none, and that may be what somebody wrote in a message. There is no switch for it (0.9.9).
 */
final class MutedOut extends PrintStream {

    private static final ThreadLocal<Boolean> MUTED = ThreadLocal.withInitial(() -> false);

    private MutedOut(PrintStream heard) {
        super(heard, true, StandardCharsets.UTF_8);
    }

    /** Runs {@code evaluation} on this thread, whose lines are lost meanwhile; logging, which prints no lines, is heard. */
    static <T extends @Nullable Object> T during(Supplier<T> evaluation) {
        put();
        MUTED.set(true);
        try {
            return evaluation.get();
        } finally {
            MUTED.remove();
        }
    }

    private static synchronized void put() {
        if (!(System.out
                instanceof MutedOut)) { // at the first time, and where somebody has put another one in its place
            System.setOut(new MutedOut(System.out));
        }
    }

    @Override
    public void println(@Nullable String line) {
        if (!MUTED.get()) {
            super.println(line);
        }
    }
}
