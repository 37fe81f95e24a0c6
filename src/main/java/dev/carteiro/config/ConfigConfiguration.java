package dev.carteiro.config;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
class ConfigConfiguration {

    @Bean
    ConfigReloader configReloader(
            ConfigurableEnvironment environment,
            ObjectProvider<ConfigPart> parts,
            ObjectProvider<Supplements> supplements) {
        Function<String, @Nullable String> variables = Variables.of(environment);
        return new ConfigReloader(
                ConfigFile.find(variables),
                variables,
                () -> parts.orderedStream().toList(),
                () -> supplements
                        .orderedStream()
                        .flatMap(one -> one.kept().stream())
                        .toList(),
                Clock.systemUTC());
    }

    @Bean
    PublicUrl publicUrl() {
        return new PublicUrl();
    }

    /**
     * Loads when all beans are made and before any lifecycle starts: each part is there to be asked, and neither the web
     * server nor a pipeline has begun to work without a configuration.
     */
    @Bean
    SmartInitializingSingleton configLoading(ConfigReloader reloader) {
        return reloader::load;
    }

    @Bean
    ConfigWatch configWatch(ConfigReloader reloader) {
        return new ConfigWatch(reloader::check, Duration.ofSeconds(2));
    }

    @Bean
    HealthIndicator configurationHealthIndicator(ConfigReloader reloader) {
        return new ConfigHealth(reloader::status);
    }
}
