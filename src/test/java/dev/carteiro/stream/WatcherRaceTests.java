package dev.carteiro.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.eventlog.EventFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** One thread appends, another asks, and each gives what it finds; from one seed to the next in another order. */
class WatcherRaceTests {

    private static final int EVENTS = 4_000;
    private static final int ROUNDS = 40;
    private static final int ALL_OF_THEM = 1 << 30;

    @ParameterizedTest
    @CsvSource({
        "1, 1073741824, 8192, false",
        "2, 3         , 8192, false",
        "3, 3         , 128 , true",
        "4, 1         , 16  , true",
        "5, 1073741824, 128 , true",
    })
    void givesEachWantedFrameOnceAndInOrderOrLetsGo(long seed, int asked, int size, boolean mayLag)
            throws InterruptedException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Ring ring = new Ring(size, 1 << 30);
            Taker taker = new Taker();
            Wish wish = Watching.wish("Siena");
            Watcher watcher = new Watcher(
                    ring, new Watcher.Place(wish, 100, 0, Duration.ofDays(1), Instant.EPOCH), taker, gone -> {});
            watcher.begin();
            List<Frame> frames = frames(random, round % 2 == 0 ? EVENTS : EVENTS / 10);
            Thread appending = Thread.ofPlatform().start(append(ring, frames, watcher, random.nextLong()));
            while (appending.isAlive() && taker.end == null) {
                watcher.request(asked == ALL_OF_THEM ? Long.MAX_VALUE : 1 + random.nextInt(asked));
                Thread.onSpinWait();
            }
            appending.join();
            watcher.request(Long.MAX_VALUE);
            taker.hasAllOf(frames, wish.filter(), mayLag);
        }
    }

    private static List<Frame> frames(Random random, int most) {
        List<Frame> frames = new ArrayList<>();
        for (long position = 1; position <= most; position += 1 + random.nextInt(3)) {
            frames.add(TestFrames.frame(position, random.nextBoolean() ? "Siena" : "Ravenna"));
        }
        return frames;
    }

    private static Runnable append(Ring ring, List<Frame> frames, Watcher watcher, long seed) {
        Random random = new Random(seed);
        return () -> {
            for (int from = 0; from < frames.size(); ) {
                int to = Math.min(frames.size(), from + 1 + random.nextInt(30));
                ring.add(frames.subList(from, to), frames.get(to - 1).position());
                watcher.drain();
                from = to;
            }
        };
    }

    private static final class Taker implements CoreSubscriber<Signal> {

        private final List<Long> taken = new ArrayList<>(); // by whoever gives, one after the other
        private final AtomicInteger within = new AtomicInteger();
        private volatile boolean overlapped;
        private volatile @Nullable Throwable end;

        @Override
        public void onSubscribe(Subscription subscription) {}

        @Override
        public void onNext(Signal signal) {
            overlapped |= within.getAndIncrement() != 0 || end != null;
            if (signal instanceof Signal.Events events) {
                taken.addAll(TestFrames.positions(events.frames()));
            }
            within.getAndDecrement();
        }

        @Override
        public void onError(Throwable failure) {
            overlapped |= within.get() != 0 || end != null;
            end = failure;
        }

        @Override
        public void onComplete() {
            throw new AssertionError("nobody said a last word");
        }

        void hasAllOf(List<Frame> frames, EventFilter filter, boolean mayLag) {
            List<Long> wanted = frames.stream()
                    .filter(frame -> frame.position() > 100 && filter.admits(frame.envelope()))
                    .map(Frame::position)
                    .toList();
            assertThat(overlapped).isFalse();
            if (mayLag && end != null) {
                assertThat(end).isInstanceOf(LaggedException.class);
                assertThat(taken).isEqualTo(wanted.subList(0, taken.size()));
            } else {
                assertThat(end).isNull();
                assertThat(taken).isEqualTo(wanted);
            }
        }
    }
}
