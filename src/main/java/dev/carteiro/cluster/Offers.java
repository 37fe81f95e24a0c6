package dev.carteiro.cluster;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells the other replicas for which destinations there is something that they could take. Where nothing carries it, or it
 * is lost, they find it with their next look at the queue.
 */
public final class Offers implements SmartLifecycle {

    private static final String TOPIC = "queue";
    private static final int AT_ONCE = 8;

    private final Carrier carrier;
    private final Membership membership;
    private final Rounds telling;
    private final Rounds hearing;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    Offers(Carrier carrier, Membership membership, Scheduler timer) {
        this.carrier = carrier;
        this.membership = membership;
        telling = new Rounds("offers", this::offerNow, timer);
        // A stranger who speaks all the time must not have us ask the database all the time.
        hearing = new Rounds("offers-heard", this::hear, timer);
        carrier.listen(TOPIC, hearing::add);
    }

    /** To be called as often as there is a reason: they are told at once, and then 20 times a second at most. */
    public void offer(String destination) {
        if (carrier.connected() && !membership.alone()) {
            telling.add(destination);
        }
    }

    /** The same for a last word. */
    public Mono<Void> offerNow(Collection<String> destinations) {
        return Flux.fromIterable(destinations)
                .flatMap(destination -> carrier.tell(TOPIC, destination), AT_ONCE)
                .then();
    }

    /** Has {@code listener} run for what others offer; an empty name stands for all. It must not block. */
    public void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    private Mono<Void> hear(List<String> destinations) {
        return Mono.fromRunnable(
                () -> destinations.forEach(destination -> listeners.forEach(listener -> listener.accept(destination))));
    }

    @Override
    public void start() {
        telling.start();
        hearing.start();
    }

    @Override
    public void stop() {
        telling.stop();
        hearing.stop();
    }

    @Override
    public boolean isRunning() {
        return telling.isRunning();
    }

    @Override
    public int getPhase() {
        return Replica.PHASE;
    }
}
