package dev.carteiro.takeover;

import dev.carteiro.store.Databases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TakeoverConfiguration {

    @Bean
    Takeovers takeovers(Databases databases) {
        return new Takeovers(databases.bridge());
    }
}
