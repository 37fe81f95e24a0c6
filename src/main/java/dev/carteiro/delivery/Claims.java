package dev.carteiro.delivery;

import dev.carteiro.delivery.DeliveryQueue.Room;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** Leases what is due, never more than a pipeline has room for. */
final class Claims {

    private final DeliveryQueue queue;
    private final Leases leases;
    private final Consumer<Delivery> begin;
    private final Runnable another;
    private final Consumer<Pipeline> left;

    /**
     * {@code begin} takes what was claimed; {@code another} asks for another round, because there may be more; {@code left}
     * is told where there may be more than fits in.
     */
    Claims(DeliveryQueue queue, Leases leases, Consumer<Delivery> begin, Runnable another, Consumer<Pipeline> left) {
        this.queue = queue;
        this.leases = leases;
        this.begin = begin;
        this.another = another;
        this.left = left;
    }

    Mono<Void> claim(Pipeline pipeline) {
        Room room = pipeline.mayHaveWork() ? pipeline.room() : Room.NONE;
        if (room.slots() == 0) {
            if (pipeline.mayHaveWork()) {
                pipeline.crowded(true);
                pipeline.wantPermits(another);
            }
            return Mono.empty();
        }
        if (!pipeline.worthAClaim(room)) {
            pipeline.putOff();
            left.accept(pipeline);
            return Mono.empty(); // what is in hand ends soon, and is followed by a turn
        }
        pipeline.asked();
        pipeline.hold(room);
        return queue.claim(pipeline.destination().name(), room, leases.forClaims())
                .collectList()
                .doOnNext(claimed -> claimed(pipeline, room, claimed))
                .doOnError(failure -> {
                    pipeline.release(room);
                    pipeline.hint();
                    leases.lostClaims();
                })
                .then();
    }

    private void claimed(Pipeline pipeline, Room asked, List<Delivery> claimed) {
        int again = (int) claimed.stream().filter(delivery -> !delivery.fresh()).count();
        pipeline.release(new Room(asked.slots() - claimed.size(), asked.again() - again));
        pipeline.leftRepeats(again == asked.again());
        pipeline.crowded(claimed.size() == asked.slots());
        if (claimed.size() == asked.slots()) {
            pipeline.hint();
            another.run();
        }
        claimed.forEach(begin);
        if (claimed.isEmpty() && pipeline.held() == 0) {
            pipeline.protections().giveBackPermits();
        }
        if (claimed.size() == asked.slots() && pipeline.full()) {
            left.accept(pipeline);
        }
    }
}
