package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.bytes;

import dev.carteiro.cluster.Permits;
import dev.carteiro.cluster.TestMembership;
import dev.carteiro.delivery.Desk.Enqueued;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * The real dispatcher and its pipelines over a queue in memory, in virtual time and with a seeded random: hours pass in
 * milliseconds, and pass the same way each time.
 */
final class Simulation implements AutoCloseable {

    private static final String DESTINATION = "crm";
    private static final Duration TICK = Duration.ofMillis(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.set(VirtualTimeScheduler.create());
    private final Clock clock = new Virtual();
    private final SimulatedQueue queue = new SimulatedQueue(clock, time);
    private final Pipelines pipelines = new Pipelines(new Resilience(Permits.alone(time)), clock);
    private final List<Attempt> attempts = new ArrayList<>();
    private final Dispatcher dispatcher;
    private final Script script;
    private long lastEvent;

    Simulation(Policy policy, Script script) {
        this.script = script;
        Settler settler = new Settler(
                queue,
                clock,
                new Random(20_261),
                new AttemptMeters(new SimpleMeterRegistry(), clock),
                new Wishes(queue, clock));
        dispatcher = new Dispatcher(
                pipelines,
                queue,
                settler,
                new Leases(queue, new TestMembership(1)),
                new Dispatcher.Timing(clock, time, null));
        pipelines.deploy(List.of(new Destination(DESTINATION, "http://crm.example", policy, false, this::send)));
        dispatcher.start();
        advance(Duration.ofMillis(10));
    }

    /** What the destination makes of an event at a time since the beginning, in so many milliseconds. */
    interface Script {
        Mono<Outcome> answer(Duration at, Delivery delivery);
    }

    /** One attempt: the event's number, how often it was tried before, when it began and ended, and what came of it. */
    record Attempt(
            long event,
            List<Long> burst,
            String conversation,
            int number,
            Duration at,
            Duration took,
            Outcome outcome) {}

    private Mono<Outcome> send(Delivery delivery, @Nullable String elsewhere) {
        return Mono.defer(() -> {
            Duration at = now();
            int slot = attempts.size();
            attempts.add(new Attempt(
                    delivery.position(),
                    delivery.burst().stream()
                            .map(event -> event.envelope().position())
                            .toList(),
                    String.valueOf(delivery.lane()),
                    delivery.attempts() + 1,
                    at,
                    Duration.ZERO,
                    new Outcome.Deferred("no answer", null, null)));
            return script.answer(at, delivery)
                    .doOnNext(outcome -> finished(slot, at, outcome))
                    .doOnCancel(() -> finished(slot, at, new Outcome.Deferred("no answer", null, null)));
        });
    }

    private void finished(int slot, Duration at, Outcome outcome) {
        Attempt begun = attempts.get(slot);
        attempts.set(
                slot,
                new Attempt(
                        begun.event(),
                        begun.burst(),
                        begun.conversation(),
                        begun.number(),
                        at,
                        now().minus(at),
                        outcome));
    }

    /** Events are numbered from 1 on, in the order in which they are accepted. */
    void accept(String conversation) {
        long position = ++lastEvent;
        Envelope envelope = new Envelope(
                position,
                "evolution",
                "message.received",
                "Ravenna",
                new ConversationKey("Ravenna", conversation),
                clock.instant(),
                clock.instant());
        Recorded event = new Recorded(envelope, bytes("{}"), bytes("{}"));
        Policy.Debounce debounce = pipeline().destination().policy().debounce();
        Duration delay = debounce == null ? Duration.ZERO : debounce.quiet();
        boolean direct = delay.isZero()
                && queue.isEmptyLane(DESTINATION, conversation)
                && dispatcher.desk().directLease() != 0
                && dispatcher.desk().reserve(DESTINATION);
        long lease = direct ? dispatcher.desk().directLease() : 0;
        Delivery delivery =
                new Delivery(event, DESTINATION, conversation, 0, 0, "first", clock.instant(), lease, false);
        SimulatedRow row = queue.add(delivery, lease);
        row.due = clock.instant().plus(delay);
        dispatcher
                .desk()
                .enqueued(
                        new Enqueued(DESTINATION, conversation, row.head, true, delay, direct ? row.delivery() : null));
    }

    void acceptAt(Duration at, String conversation) {
        Duration left = at.minus(now());
        if (!left.isPositive()) {
            accept(conversation);
            return;
        }
        Disposable arranged = time.schedule(() -> accept(conversation), left.toMillis(), TimeUnit.MILLISECONDS);
        if (arranged.isDisposed()) {
            throw new IllegalStateException("time has ended");
        }
    }

    /** Lets time pass; the scheduler jumps from task to task. */
    void advance(Duration by) {
        time.advanceTimeBy(by);
    }

    /** Lets time pass until nothing is left to be delivered, {@code most} at most. */
    void finish(Duration most) {
        Duration step = Duration.ofSeconds(1);
        for (Duration passed = Duration.ZERO; queue.waiting() > 0; passed = passed.plus(step)) {
            if (passed.compareTo(most) > 0) {
                throw new AssertionError(queue.waiting() + " are still waiting after " + most);
            }
            advance(step);
        }
    }

    /** Since the beginning. */
    Duration now() {
        return Duration.between(NOW, clock.instant()).minus(TICK.multipliedBy(10));
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    List<Long> dead() {
        return queue.dead();
    }

    long waiting() {
        return queue.waiting();
    }

    Pipeline pipeline() {
        return Objects.requireNonNull(pipelines.named(DESTINATION));
    }

    void apply(Standing standing) {
        pipelines.apply(Map.of(DESTINATION, standing));
    }

    @Override
    public void close() {
        VirtualTimeScheduler.reset();
    }

    private final class Virtual extends Clock {

        @Override
        public Instant instant() {
            return NOW.plusMillis(time.now(TimeUnit.MILLISECONDS));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
