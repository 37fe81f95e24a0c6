package dev.carteiro.bridge;

import dev.carteiro.event.Status;
import org.jspecify.annotations.Nullable;

/** How far a message has come, in numbers that only ever grow. */
final class Progress {

    static final int SENT = 1;
    static final int DELIVERED = 2;
    static final int READ = 3;
    static final int FAILED = 9;

    private Progress() {}

    static int of(Status status) {
        return switch (status) {
            case SENT -> SENT;
            case DELIVERED -> DELIVERED;
            case READ, PLAYED -> READ;
            case FAILED -> FAILED;
        };
    }

    /** Whether {@code next} is news; what has arrived cannot fail any more. */
    static boolean isNews(int before, int next) {
        return next > before && !(next == FAILED && before >= DELIVERED);
    }

    /** Chatwoot's word; null where it says nothing that it does not say by itself. */
    static @Nullable String word(int status) {
        return switch (status) {
            case DELIVERED -> "delivered";
            case READ -> "read";
            case FAILED -> "failed";
            default -> null;
        };
    }
}
