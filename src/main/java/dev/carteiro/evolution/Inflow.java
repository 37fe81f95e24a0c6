package dev.carteiro.evolution;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much of a stream may be in memory. At the bound the thread that reads the socket waits, so that TCP makes the server
 * wait; one frame is always let in, however large.
 */
public final class Inflow {

    /** In bytes: Engine.IO's has about 120, Socket.IO's 40, a ping one; Evolution's envelope alone has more than 200. */
    private static final long HANDSHAKE = 160;

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private long queued; // frames that are on their way through the library
    private long partial; // frames of events that are not whole yet
    private long waiting; // events that somebody has to do something with
    private long most;

    /** {@code limit} is in bytes. */
    public Inflow(long limit) {
        this.limit = limit;
    }

    /** Makes room again, when somebody has done with an event that took up {@code bytes}. */
    public void leave(long bytes) {
        locked(() -> waiting -= bytes);
    }

    /** How much is inside, in bytes. */
    public long inside() {
        lock.lock();
        try {
            return queued + partial + waiting;
        } finally {
            lock.unlock();
        }
    }

    /** The most that has been inside at once, in bytes. */
    long most() {
        lock.lock();
        try {
            return most;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Gate gate() {
        return new Gate();
    }

    /** One connection's way in. A frame enters, is read, and is part of an event or of nothing. */
    final class Gate {

        private long unread;
        private long unclaimed;
        private boolean closed;

        /** Waits until there is room for a frame. Only threads that read sockets come here, never event loops. */
        void enter(long bytes) throws InterruptedException {
            lock.lock();
            try {
                // What is waited for must be somebody else's to do: the rest of an event may be in the very next frame.
                while (!closed
                        && !isHandshake(bytes)
                        && queued + waiting > 0
                        && queued + partial + waiting + bytes > limit) {
                    room.await();
                }
                if (!closed) {
                    queued += bytes;
                    unread += bytes;
                    most = Math.max(most, queued + partial + waiting);
                }
            } finally {
                lock.unlock();
            }
        }

        /** A handshake must not wait behind what an earlier connection brought. No event is as small. */
        private boolean isHandshake(long bytes) {
            return bytes <= Math.min(HANDSHAKE, limit / 1024) && queued + partial + waiting <= limit + limit / 8;
        }

        /** A frame that has entered is being read now. */
        void read(long bytes) {
            locked(() -> {
                if (!closed) {
                    queued -= bytes;
                    unread -= bytes;
                    partial += bytes;
                    unclaimed += bytes;
                }
            });
        }

        /** What has been read was an event: how much it takes up until {@link Inflow#leave}. */
        long claim() {
            lock.lock();
            try {
                long weight = unclaimed;
                partial -= weight;
                waiting += weight;
                unclaimed = 0;
                return weight;
            } finally {
                lock.unlock();
            }
        }

        /** What has been read was no event, nor a part of one. */
        void forget() {
            locked(() -> {
                partial -= unclaimed;
                unclaimed = 0;
            });
        }

        /** Nobody waits here any more, and what has not become an event is gone. */
        void close() {
            locked(() -> {
                queued -= unread;
                partial -= unclaimed;
                unread = 0;
                unclaimed = 0;
                closed = true;
            });
        }
    }
}
