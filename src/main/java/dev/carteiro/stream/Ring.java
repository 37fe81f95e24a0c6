package dev.carteiro.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The latest frames of the log, one copy for all who watch it. It holds so many and so many bytes; who reads more slowly
 * than they come finds that they are gone, and goes on from the log.
 */
final class Ring {

    private final @Nullable Frame[] frames;
    private final long mostBytes;
    private long first;
    private long next;
    private long bytes;
    private long from;
    private long upTo;

    Ring(int most, long mostBytes) {
        frames = new Frame[most];
        this.mostBytes = mostBytes;
    }

    /** Forgets everything, and holds from now on what is above {@code position}. */
    synchronized void restart(long position) {
        Arrays.fill(frames, null);
        first = next;
        bytes = 0;
        from = position;
        upTo = position;
    }

    /** Takes all there is of the log from where it ends now up to a position. */
    synchronized void add(List<Frame> more, long position) {
        for (Frame frame : more) {
            if (next - first == frames.length) {
                drop();
            }
            frames[index(next)] = frame;
            next++;
            bytes += frame.size();
            while (bytes > mostBytes && next - first > 1) {
                drop();
            }
        }
        upTo = position;
    }

    private void drop() {
        Frame oldest = at(first);
        frames[index(first)] = null;
        bytes -= oldest.size();
        from = oldest.position();
        first++;
    }

    private Frame at(long number) {
        return Objects.requireNonNull(frames[index(number)]);
    }

    private int index(long number) {
        return (int) (number % frames.length);
    }

    /** All of the log up to here has been in it. */
    synchronized long position() {
        return upTo;
    }

    /** The number of the first frame above a position; null where one above it may be gone. */
    synchronized @Nullable Long find(long position) {
        if (position < from) {
            return null;
        }
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).position() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether that frame was there and is no longer. */
    synchronized boolean isGone(long number) {
        return number < first;
    }

    /** Some frames from a number on, at least one if there is one; null where that one is gone. */
    synchronized @Nullable List<Frame> read(long number, int most, int mostOfTheirBytes) {
        if (number < first) {
            return null;
        }
        List<Frame> some = new ArrayList<>();
        int size = 0;
        for (long each = number; each < next && some.size() < most; each++) {
            Frame frame = at(each);
            size += frame.size();
            if (!some.isEmpty() && size > mostOfTheirBytes) {
                break;
            }
            some.add(frame);
        }
        return some;
    }
}
