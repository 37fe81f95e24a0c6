package dev.carteiro.delivery;

import dev.carteiro.cluster.Replica;
import dev.carteiro.store.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    Pipelines pipelines() {
        return new Pipelines(Schedulers.parallel());
    }

    @Bean
    Dispatcher dispatcher(Pipelines pipelines, Databases databases, Replica replica, MeterRegistry meters) {
        Clock clock = Clock.systemUTC();
        Settler settler = new Settler(
                new Settling(databases.delivery()), clock, RandomGenerator.getDefault(), new AttemptMeters(meters));
        DeliveryQueue queue = new DeliveryQueue(databases.delivery());
        return new Dispatcher(
                pipelines,
                queue,
                settler,
                new Leases(queue, replica),
                new Dispatcher.Timing(clock, Schedulers.parallel()));
    }

    @Bean
    Intake intake(Databases databases, Dispatcher dispatcher, MeterRegistry meters) {
        return new Intake(new Appender(databases.ingest(), dispatcher), meters, dispatcher.getPhase() + 100);
    }

    @Bean
    Deliveries deliveries(Databases databases) {
        return new Deliveries(databases.console());
    }
}
