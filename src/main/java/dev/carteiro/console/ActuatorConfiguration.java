package dev.carteiro.console;

import dev.carteiro.bridge.Doctor;
import dev.carteiro.delivery.DeliveryWatch;
import dev.carteiro.delivery.Overrides;
import dev.carteiro.delivery.Retries;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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

    /** Named as its path: {@code /actuator/health/destinations}. */
    @Bean
    DestinationsHealth destinationsHealthContributor(DeliveryWatch watch) {
        return new DestinationsHealth(watch);
    }
}
