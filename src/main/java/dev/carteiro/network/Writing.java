package dev.carteiro.network;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/** A file that is being spooled. */
final class Writing {

    /** What stays in memory, in bytes. */
    static final int HEAD = 1 << 20;

    private final Scheduler media;
    private final long most;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(0);
    private @Nullable Tail tail;
    private long size;
    private volatile boolean over; // abandoned, or somebody else's

    Writing(Scheduler media, long most) {
        this.media = media;
        this.most = most;
    }

    synchronized void add(byte[] bytes) {
        if (over) {
            throw new CancellationException("it is wanted no more");
        }
        size += bytes.length;
        if (size > most) {
            throw new MediaTooLargeException(most);
        }
        int kept = Math.min(bytes.length, HEAD - head.size());
        head.write(bytes, 0, kept);
        if (kept < bytes.length) {
            if (tail == null) {
                tail = Tail.create(media);
            }
            tail.add(bytes, kept, bytes.length - kept);
        }
    }

    synchronized Spooled done() {
        if (over) {
            throw new CancellationException("it is wanted no more");
        }
        over = true;
        return new Spooled(head.toByteArray(), tail, size);
    }

    /** Nothing is left of it, soon. The lock is not waited for here: whoever cancels may be an event loop. */
    void abandon() {
        if (!over) {
            Tail.soon(media, this::drop);
        }
    }

    private synchronized void drop() {
        if (!over) {
            over = true;
            if (tail != null) {
                tail.close();
            }
        }
    }
}
