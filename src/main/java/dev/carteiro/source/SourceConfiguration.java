package dev.carteiro.source;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SourceConfiguration {

    @Bean
    ConfiguredSources configuredSources() {
        return new ConfiguredSources();
    }
}
