package dev.carteiro.delivery;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Leases what is due, never more than a pipeline has room for. */
final class Claims {

    private final DeliveryQueue queue;
    private final Leases leases;
    private final Consumer<Delivery> begin;
    private final Runnable again;

    /** {@code begin} takes what was claimed; {@code again} asks for another round, because there may be more. */
    Claims(DeliveryQueue queue, Leases leases, Consumer<Delivery> begin, Runnable again) {
        this.queue = queue;
        this.leases = leases;
        this.begin = begin;
        this.again = again;
    }

    Mono<Void> claim(Pipeline pipeline, Instant now) {
        int free = pipeline.mayHaveWork() ? pipeline.free(now) : 0;
        if (free == 0) {
            return Mono.empty();
        }
        pipeline.asked();
        pipeline.hold(free);
        return queue.claim(pipeline.destination().name(), free, leases.forClaims())
                .collectList()
                .doOnNext(claimed -> claimed(pipeline, free, claimed))
                .doOnError(failure -> {
                    pipeline.release(free);
                    pipeline.hint();
                    leases.lostClaims();
                })
                .then();
    }

    private void claimed(Pipeline pipeline, int asked, List<Delivery> claimed) {
        pipeline.release(asked - claimed.size());
        if (claimed.size() == asked) {
            pipeline.hint();
            again.run();
        }
        claimed.forEach(begin);
    }
}
