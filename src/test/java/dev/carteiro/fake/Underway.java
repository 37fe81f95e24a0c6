package dev.carteiro.fake;

import java.util.concurrent.atomic.AtomicLong;

/** Counts webhooks from when they are due until they are taken or given up. */
final class Underway {

    private final AtomicLong due = new AtomicLong();
    private final AtomicLong over = new AtomicLong();

    /** The same job, which counts from now on. */
    Runnable counted(Runnable job) {
        due.incrementAndGet();
        return () -> {
            try {
                job.run();
            } finally {
                over.incrementAndGet();
            }
        };
    }

    boolean isIdle() {
        return over.get() == due.get(); // in this order: what is over was due
    }

    /** How many there have ever been. */
    long due() {
        return due.get();
    }
}
