package dev.carteiro.delivery;

import dev.carteiro.cluster.Offers;
import dev.carteiro.delivery.DeliveryQueue.Lane;
import dev.carteiro.event.Fact;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where deliveries come to hand: what is leased to us starts, and what is not is a hint that there is something to claim. */
final class Desk {

    private final Pipelines pipelines;
    private final Leases leases;
    private final Settler settler;
    private final LaneMender lanes;
    private final Attempts attempts;
    private volatile @Nullable Offers offers;

    Desk(Pipelines pipelines, Leases leases, Settler settler, LaneMender lanes, Attempts attempts) {
        this.pipelines = pipelines;
        this.leases = leases;
        this.settler = settler;
        this.lanes = lanes;
        this.attempts = attempts;
    }

    /** Offers other replicas what does not fit in here, and takes what they offer. */
    void shareBy(Offers shared) {
        offers = shared;
        shared.listen(this::offered);
    }

    private void offered(String destination) {
        if (destination.isEmpty()) {
            hintAll();
        } else {
            take(destination);
        }
    }

    /** There may be more than this pipeline has room for. */
    void leave(Pipeline pipeline) {
        offer(pipeline.destination().name());
    }

    private void offer(String destination) {
        Offers shared = offers;
        if (shared != null) {
            shared.offer(destination);
        }
    }

    /** Whoever goes on has all of it. */
    Mono<Void> offerAll() {
        Offers shared = offers;
        return shared == null
                ? Mono.empty()
                : shared.offerNow(pipelines.all().stream()
                        .map(pipeline -> pipeline.destination().name())
                        .toList());
    }

    /**
     * A delivery that has been committed.
     *
     * @param behindAWaiter whether the lane's head was written with it, or was in nobody's hands as the writing began
     * @param delay for how long at least it is not due
     * @param delivery there when it was leased to us in the same statement
     */
    record Enqueued(
            String destination,
            @Nullable String lane,
            boolean head,
            boolean behindAWaiter,
            Duration delay,
            @Nullable Delivery delivery) {}

    @Nullable Destination destination(String name) {
        Pipeline pipeline = pipelines.named(name);
        return pipeline == null ? null : pipeline.destination();
    }

    /** For how long at least a new delivery of {@code fact} waits for others to go with it. */
    Duration delay(String name, Fact fact) {
        Destination destination = destination(name);
        return destination == null ? Duration.ZERO : destination.delay(fact);
    }

    /** The number under which new deliveries may be leased as they are written; 0 where they must all be claimed. */
    long directLease() {
        return attempts.isRunning() ? leases.direct() : 0;
    }

    /** Under which number new deliveries are counted. */
    long writer() {
        return leases.writer();
    }

    boolean reserve(String destination) {
        Pipeline pipeline = pipelines.named(destination);
        return pipeline != null && pipeline.reserve();
    }

    /** Frees slots that were reserved for first attempts. */
    void release(String destination, int slots) {
        Pipeline pipeline = pipelines.named(destination);
        if (pipeline != null) {
            pipeline.release(new DeliveryQueue.Room(slots, 0));
        }
    }

    /** A commit's result was lost: rows may be leased to us that we know nothing of. */
    void lostTrackOfDirectLeases() {
        leases.lostDirect();
    }

    /** Before each append: gives such rows back, and watches which heads leave their lanes during it. */
    Mono<Void> appending() {
        settler.leaving().watch(leases.direct() != 0);
        return leases.auditDirect()
                .filter(found -> found)
                .doOnNext(found -> hintAll())
                .then();
    }

    /** All that it has written is {@link #enqueued}. */
    void appended() {
        settler.leaving().rest();
    }

    void enqueued(Enqueued enqueued) {
        if (enqueued.delivery() != null) {
            begin(enqueued.delivery());
        } else if (enqueued.head()) {
            waits(enqueued);
        } else if (enqueued.lane() != null && !willMove(enqueued, new Lane(enqueued.destination(), enqueued.lane()))) {
            suspect(enqueued.destination(), enqueued.lane());
        }
    }

    /** Whether a settling that has not begun makes it head in its time. What other replicas do is not known. */
    private boolean willMove(Enqueued enqueued, Lane lane) {
        return settler.willMove(lane)
                || (enqueued.behindAWaiter()
                        && leases.direct() != 0 // alone from the beginning of the append to its end
                        && !settler.leaving().mayHave(lane));
    }

    private void suspect(String destination, String lane) {
        if (settler.isEmpty()) {
            lanes.suspect(destination, lane);
        } else {
            lanes.suspectForSettling(destination, lane);
        }
    }

    private void waits(Enqueued enqueued) {
        Pipeline pipeline = pipelines.named(enqueued.destination());
        if (pipeline == null || enqueued.delay().isZero()) {
            take(enqueued.destination());
            if (pipeline != null && pipeline.full()) {
                leave(pipeline);
            }
        } else {
            attempts.wakeIn(pipeline, enqueued.delay());
        }
    }

    void begin(Delivery delivery) {
        Pipeline pipeline = pipelines.named(delivery.destination());
        if (pipeline == null) {
            leases.lostDirect(); // the destination left the configuration a moment ago: its rows go back to the queue
            leases.lostClaims();
            return;
        }
        leases.add(delivery);
        settler.expect(delivery);
        pipeline.add(delivery);
        attempts.begin(pipeline);
    }

    /** The next turn looks whether there is something to claim; it is for the caller to ask for one. */
    void hint(String destination) {
        Pipeline pipeline = pipelines.named(destination);
        if (pipeline != null) {
            pipeline.stir(); // it may be due a little later
            pipeline.hint();
        }
    }

    /** The same, and asks for it, of the other replicas as well. */
    void wake(String destination) {
        take(destination);
        offer(destination);
    }

    private void take(String destination) {
        hint(destination);
        attempts.ask();
    }

    /** A delivery was taken out of this lane by hand: the next one may have to become its head. */
    void mend(String destination, String lane) {
        settler.leaving().add(new Lane(destination, lane));
        lanes.suspect(destination, lane);
    }

    /** The same as {@link #hint} for all destinations, and asks for a turn. */
    void hintAll() {
        pipelines.all().forEach(Pipeline::hint);
        attempts.ask();
    }
}
