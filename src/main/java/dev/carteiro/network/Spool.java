package dev.carteiro.network;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Keeps files for as long as it takes to pass them on: the beginning in memory, and what is beyond that on the disk. */
public final class Spool {

    /** What is fetched ahead of the disk, in chunks. */
    private static final int AHEAD = 2;

    private final Scheduler media;
    private final long most;

    /** {@code media} may be blocked, and a file may have {@code most} bytes. */
    Spool(Scheduler media, long most) {
        this.media = media;
        this.most = most;
    }

    /**
     * All of {@code bytes}, to be closed by whoever takes it; fails as they do, and with a {@link MediaTooLargeException} where
     * they are too many.
     */
    public Mono<Spooled> of(Flux<byte[]> bytes) {
        return Mono.defer(() -> {
            Writing writing = new Writing(media, most);
            return bytes.publishOn(media, AHEAD)
                    .doOnNext(writing::add)
                    .then(Mono.fromCallable(writing::done))
                    .doOnError(failure -> writing.abandon())
                    .doOnCancel(writing::abandon)
                    .doOnDiscard(Spooled.class, Spooled::close);
        });
    }
}
