package dev.carteiro.delivery;

import dev.carteiro.cluster.Replica;
import dev.carteiro.store.Databases;
import dev.carteiro.store.Notices;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    private static final Clock CLOCK = Clock.systemUTC();

    @Bean
    Pipelines pipelines(MeterRegistry meters) {
        return new Pipelines(new Resilience().measuredBy(meters), CLOCK);
    }

    @Bean
    Overrides overrides(Databases databases, Notices notices, Pipelines pipelines) {
        return new Overrides(databases.console(), notices, pipelines, CLOCK);
    }

    @Bean
    Dispatcher dispatcher(Pipelines pipelines, Databases databases, Replica replica, MeterRegistry meters) {
        DeliveryQueue queue = new SqlQueue(databases.delivery());
        Settler settler = new Settler(
                queue, CLOCK, RandomGenerator.getDefault(), new AttemptMeters(meters), new Wishes(queue, CLOCK));
        return new Dispatcher(
                pipelines,
                queue,
                settler,
                new Leases(queue, replica),
                new Dispatcher.Timing(CLOCK, Schedulers.parallel()));
    }

    @Bean
    Intake intake(Databases databases, Dispatcher dispatcher, MeterRegistry meters) {
        return new Intake(new Appender(databases.ingest(), dispatcher.desk()), meters, dispatcher.getPhase() + 100);
    }

    @Bean
    Deliveries deliveries(Databases databases) {
        return new Deliveries(databases.console());
    }
}
