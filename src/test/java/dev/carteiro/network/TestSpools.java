package dev.carteiro.network;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Spools for the tests of others. */
public final class TestSpools {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Scheduler MEDIA = Schedulers.newBoundedElastic(2, 1_000, "test-media", 60, true);

    private TestSpools() {}

    public static Spool spool(long most) {
        return new Spool(MEDIA, most);
    }

    /** These bytes as a file, which has room for 100 MiB. */
    public static Spooled spooled(Flux<byte[]> bytes) {
        return Objects.requireNonNull(spool(100 << 20).of(bytes).block(PATIENCE));
    }

    public static Spooled spooled(String text) {
        return spooled(Flux.just(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** One whose disk stands still. */
    public static Slow slow(long most) {
        return new Slow(most);
    }

    /** A spool on a disk that does nothing until it is told to. */
    public static final class Slow implements AutoCloseable {

        private final Scheduler media = Schedulers.newBoundedElastic(1, 1_000, "slow-media", 60, true);
        private final CountDownLatch still = new CountDownLatch(1);
        private final Spool spool;

        private Slow(long most) {
            spool = new Spool(media, most);
            media.schedule(() -> {
                try {
                    still.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        public Spool spool() {
            return spool;
        }

        public void goOn() {
            still.countDown();
        }

        @Override
        public void close() {
            media.dispose();
        }
    }
}
