package dev.carteiro.network;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * The part of a file that is on the disk, without a name there where the system allows that: it is gone when the process is,
 * however that ends. Not a FileChannel, which is closed for good where a thread that reads from it is interrupted, as is done
 * to those of a reader that is cancelled.
 */
final class Tail {

    private static final Logger log = LoggerFactory.getLogger(Tail.class);

    private final Scheduler media;
    private final RandomAccessFile file;
    private final @Nullable Path name;
    private boolean closed;

    private Tail(Scheduler media, RandomAccessFile file, @Nullable Path name) {
        this.media = media;
        this.file = file;
        this.name = name;
    }

    static Tail create(Scheduler media) {
        try {
            Path name = Files.createTempFile("carteiro-", ".media"); // readable by its owner only
            try {
                RandomAccessFile file = new RandomAccessFile(name.toFile(), "rw");
                return new Tail(media, file, deleted(name) ? null : name);
            } catch (IOException unopened) {
                Files.deleteIfExists(name);
                throw unopened;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean deleted(Path name) {
        try {
            return Files.deleteIfExists(name);
        } catch (IOException inUse) { // Windows
            return false;
        }
    }

    /** Blocks. */
    synchronized void add(byte[] bytes, int offset, int length) {
        try {
            file.seek(file.length());
            file.write(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Blocks; fills {@code bytes}. */
    synchronized void read(long position, byte[] bytes) {
        try {
            file.seek(position);
            file.readFully(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code chunks} as read by those who may be blocked. */
    Flux<byte[]> reading(Flux<byte[]> chunks) {
        return chunks.subscribeOn(media);
    }

    void closeSoon() {
        soon(media, this::close);
    }

    /** Blocks. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            file.close();
            if (name != null) {
                Files.deleteIfExists(name);
            }
        } catch (IOException e) {
            log.warn("event=spooled-file-left reason=\"{}\"", e.toString());
        }
    }

    /** Runs it where blocking is allowed; at once where that is at its end with everything else. */
    static void soon(Scheduler media, Runnable work) {
        try {
            media.schedule(work);
        } catch (RejectedExecutionException stopping) {
            work.run();
        }
    }
}
