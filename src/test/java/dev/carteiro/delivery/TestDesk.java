package dev.carteiro.delivery;

import static dev.carteiro.delivery.TestDeliveries.NOW;
import static dev.carteiro.delivery.TestDeliveries.OK;
import static dev.carteiro.delivery.TestDeliveries.always;
import static dev.carteiro.delivery.TestDeliveries.destination;
import static dev.carteiro.delivery.TestDeliveries.policy;

import dev.carteiro.cluster.Permits;
import dev.carteiro.cluster.TestMembership;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A desk with one destination, where no attempt begins: it shows which lanes are suspected of having no head. */
final class TestDesk {

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final TestMembership membership = new TestMembership(1);
    final Settler settler;
    final LaneMender lanes;
    final Pipeline pipeline;
    final Desk desk;

    TestDesk() {
        Clock clock = new TestClock(NOW);
        DeliveryQueue queue = new SimulatedQueue(clock, time);
        settler = new Settler(
                queue,
                clock,
                new Random(1),
                new AttemptMeters(new SimpleMeterRegistry(), clock),
                new Wishes(queue, clock));
        lanes = new LaneMender(queue, time, () -> {});
        Destination destination = destination(policy(), always(OK));
        Resilience resilience = new Resilience(Permits.alone(time));
        pipeline = new Pipeline(destination, resilience, clock);
        Pipelines pipelines = new Pipelines(resilience, clock);
        pipelines.deploy(List.of(destination));
        Attempts attempts = new Attempts(queue, settler, new Dispatcher.Timing(clock, time, null), () -> {});
        desk = new Desk(pipelines, new Leases(queue, membership), settler, lanes, attempts);
    }
}
