package dev.carteiro.delivery;

import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The deliveries that wait, as the dispatcher needs them. What is due, and from when on, is told by the queue's own clock. */
interface DeliveryQueue {

    /** Leases what is due, heads of lanes only, never more than there is room for. */
    Flux<Delivery> claim(String destination, Room room, long lease);

    /**
     * Whether a delivery that is about to be attempted goes now, and which of its lane go with it; empty where it is not
     * ours any more.
     */
    Mono<Gathered> gather(Delivery delivery, Policy.Debounce debounce);

    /** The delivery with its companions, and with the body that {@link #claim} left where it was; empty where it is gone. */
    Mono<Delivery> withBodies(Delivery delivery, List<Long> companions);

    /**
     * Writes down how attempts ended, and gives those of the lanes {@code headless} a head that have none then; emits what became
     * head of its lane by that.
     */
    Flux<Moved> settle(List<Settlement> group, Collection<Lane> headless, Chain chain);

    /** Makes the first of each of these lanes its head, unless another is head and in somebody's hands; emits those. */
    Flux<Moved> promote(Collection<Lane> lanes, Chain chain);

    /** The same over all lanes, for what a crash left between two statements; emits the destinations that have something to claim. */
    Flux<String> promoteEverywhere();

    /** Makes all that waits for a later attempt due, and says how many that were: who changes a destination has mended it. */
    Mono<Long> dueNow(String destination);

    /** The same for one lane of it. */
    Mono<Long> dueNow(String destination, String lane);

    /** The same for one delivery, unless somebody works on it. */
    Mono<Long> dueNow(String destination, long event);

    /**
     * Makes deliveries that wait for their time due that much earlier, and destinations be asked again: the clock was set back by
     * as much. Says how many deliveries that were.
     */
    Mono<Long> sooner(long millis);

    /** Frees what replicas held that are no more; says how many deliveries that were. */
    Mono<Long> giveBackOfTheDead();

    /** Frees what is under {@code lease} and not among {@code held}; says how many deliveries that were. */
    Mono<Long> giveBackBut(Collection<Held> held, long lease);

    /** Tells all replicas what destinations have asked for. */
    Mono<Void> halt(Collection<Halt> halts);

    /** Where order is kept: one conversation towards one destination. */
    record Lane(String destination, String lane) {}

    /** How many deliveries may be claimed: in all, and among them those that have been tried before. */
    record Room(int slots, int again) {

        static final Room NONE = new Room(0, 0);
    }

    /** A delivery that this process works on. */
    record Held(long event, String destination, long lease) {

        static Held of(Delivery delivery) {
            return new Held(delivery.position(), delivery.destination(), delivery.lease());
        }
    }

    /** For these destinations the next of a lane need not queue up behind other lanes, because none wait. */
    record Chain(Collection<String> destinations, long lease) {

        static final Chain NONE = new Chain(List.of(), 0);
    }

    /** The new head of a lane; {@code delivery} is there where it was leased to us. */
    record Moved(String destination, @Nullable Delivery delivery) {

        static Moved of(Readable row) {
            return new Moved(
                    DeliveryRows.destination(row), DeliveryRows.leased(row) ? DeliveryRows.delivery(row) : null);
        }
    }

    /**
     * What a destination has asked for.
     *
     * @param disabled why it wants nothing more at all; absent where it does
     * @param quiet for how long it wants nothing; zero where it did not say
     */
    record Halt(String destination, @Nullable String disabled, Duration quiet) {}
}
