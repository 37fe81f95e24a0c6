package dev.carteiro.console;

import dev.carteiro.bridge.Doctor;
import dev.carteiro.cluster.Membership;
import dev.carteiro.delivery.DeliveryWatch;
import dev.carteiro.delivery.Overrides;
import dev.carteiro.delivery.Retries;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

@Configuration(proxyBeanMethods = false)
class ActuatorConfiguration {

    @Bean
    DeliveriesEndpoint deliveriesEndpoint(DeliveryWatch watch, Overrides overrides, Retries retries) {
        return new DeliveriesEndpoint(watch, overrides, retries);
    }

    @Bean
    DoctorEndpoint doctorEndpoint(Doctor doctor) {
        return new DoctorEndpoint(doctor);
    }

    @Bean
    MeterBinder replicas(Membership replica) {
        return meters -> Gauge.builder("carteiro.replicas", replica, Membership::members)
                .description("Replicas that share the database, as this one sees it")
                .register(meters);
    }

    /** What waits on each of the loops that requests run on: the one sign of something that blocks them. */
    @Bean
    MeterBinder eventLoopMeters(ReactorResourceFactory resources) {
        return new NettyEventExecutorMetrics(resources.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE));
    }

    /** Named as its path: {@code /actuator/health/destinations}. */
    @Bean
    DestinationsHealth destinationsHealthContributor(DeliveryWatch watch) {
        return new DestinationsHealth(watch);
    }
}
