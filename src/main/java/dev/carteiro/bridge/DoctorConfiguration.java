package dev.carteiro.bridge;

import dev.carteiro.bridge.Examination.Ourselves;
import dev.carteiro.config.PublicUrl;
import dev.carteiro.delivery.DeliveryWatch;
import dev.carteiro.source.ConfiguredSources;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DoctorConfiguration {

    @Bean
    Doctor bridgeDoctor(
            BridgeReader bridgeReader,
            Senders.Real bridgeSenders,
            ConfiguredSources sources,
            PublicUrl publicUrl,
            DeliveryWatch deliveries) {
        Examination examination =
                new Examination(bridgeSenders, new Ourselves(sources, publicUrl, deliveries), Clock.systemUTC());
        return new Doctor(() -> bridgeReader.plans().values(), examination::of);
    }
}
