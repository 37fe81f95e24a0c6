package dev.carteiro.delivery;

import dev.carteiro.cluster.Offers;
import dev.carteiro.cluster.Permits;
import dev.carteiro.cluster.Replica;
import dev.carteiro.cluster.Wakeups;
import dev.carteiro.store.Database;
import dev.carteiro.store.Databases;
import dev.carteiro.store.Notices;
import dev.carteiro.store.Sweep;
import dev.carteiro.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    private static final Clock CLOCK = Clock.systemUTC();

    /** For whatever waits: an hour that the wall clock is set back must not be an hour more to wait. */
    private static final Clock STEADY = new SteadyClock(CLOCK);

    @Bean
    Pipelines pipelines(MeterRegistry meters, Permits permits) {
        return new Pipelines(new Resilience(permits).measuredBy(meters), STEADY);
    }

    @Bean
    Overrides overrides(Databases databases, Notices notices, Pipelines pipelines) {
        return new Overrides(databases.console(), notices, pipelines, STEADY);
    }

    @Bean
    AttemptMeters attemptMeters(MeterRegistry meters) {
        return new AttemptMeters(meters, CLOCK);
    }

    @Bean
    Dispatcher dispatcher(
            Pipelines pipelines,
            Databases databases,
            Replica replica,
            Offers offers,
            AttemptMeters attemptMeters,
            ObjectProvider<Tracing> tracing) {
        DeliveryQueue queue = new SqlQueue(databases.delivery());
        Settler settler =
                new Settler(queue, CLOCK, RandomGenerator.getDefault(), attemptMeters, new Wishes(queue, STEADY));
        Dispatcher dispatcher = new Dispatcher(
                pipelines,
                queue,
                settler,
                new Leases(queue, replica),
                new Dispatcher.Timing(CLOCK, Schedulers.parallel(), tracing.getIfAvailable()));
        dispatcher.desk().shareBy(offers);
        return dispatcher;
    }

    @Bean
    Intake intake(Databases databases, Dispatcher dispatcher, MeterRegistry meters, Wakeups wakeups) {
        Appender appender = new Appender(databases.ingest(), dispatcher.desk());
        return new Intake(
                group -> appender.append(group).doOnNext(written -> wakeups.appended()),
                meters,
                dispatcher.getPhase() + 100);
    }

    @Bean
    Deliveries deliveries(Databases databases) {
        return new Deliveries(databases.console());
    }

    @Bean
    DeliveryWatch deliveryWatch(
            Databases databases, Pipelines pipelines, AttemptMeters attemptMeters, MeterRegistry meters) {
        return new DeliveryWatch(
                new Backlogs(databases.console()), pipelines, attemptMeters, new DeliveryMeters(meters, CLOCK), CLOCK);
    }

    @Bean
    Retries retries(Databases databases, Dispatcher dispatcher) {
        return new Retries(new SqlQueue(databases.console()), dispatcher.desk());
    }

    @Bean
    Requeue requeue(Databases databases, Dispatcher dispatcher) {
        Database console = databases.console();
        return new Requeue(
                console, new SqlQueue(console), new Writers(console, Schedulers.parallel()), dispatcher.desk());
    }

    @Bean
    Replayer replayer(Databases databases, Requeue requeue, Replica replica) {
        Database console = databases.console();
        return new Replayer(new ReplayTable(console), new Candidates(console), requeue, replica, Schedulers.parallel());
    }

    @Bean
    Replays replays(Databases databases, Replayer replayer) {
        Database console = databases.console();
        return new Replays(console, new Candidates(console), replayer::wake, CLOCK);
    }

    @Bean
    Steering steering(Databases databases, Deliveries deliveries, Requeue requeue, Dispatcher dispatcher) {
        return new Steering(databases.console(), deliveries, requeue, dispatcher.desk());
    }

    @Bean
    FlowSampler flowSampler(Databases databases) {
        return new FlowSampler(databases.console(), CLOCK, Schedulers.parallel());
    }

    /** A day longer than anybody can ask for; the counts are few, and hold nothing of the events. */
    @Bean
    Sweep flowSweep(Databases databases) {
        return new Sweep("flow", databases.console(), List.of("""
                        DELETE FROM flow WHERE ctid = ANY (ARRAY(
                            SELECT ctid FROM flow WHERE minute < now() - interval '8 days' LIMIT :most))
                        """), Schedulers.parallel());
    }

    @Bean
    Flows flows(Databases databases) {
        return new Flows(databases.console(), CLOCK);
    }
}
