package dev.carteiro.stream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a subscriber is told, however it is connected. */
sealed interface Signal {

    /** Events, in the order of the log. */
    record Events(List<Frame> frames) implements Signal {

        public Events {
            frames = List.copyOf(frames);
        }
    }

    /**
     * Something besides the events: {@code gap}, {@code snapshot}, {@code expired}.
     *
     * @param position from where to go on, if this changes it
     * @param json UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Word(String name, @Nullable Long position, byte[] json) implements Signal {}

    /** What comes is above this position: told with a name, because a page is not told of a block that has only an id. */
    record Begin(long position) implements Signal {}

    /** Nothing is new up to this position: whoever goes on from there later need not look below it. */
    record Quiet(long position) implements Signal {}

    /** How long to wait before the next try, once this connection has ended. */
    record Retry(Duration after) implements Signal {}
}
