package dev.carteiro.eventlog;

import dev.carteiro.store.Databases;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventLogProperties.class)
class EventLogConfiguration {

    @Bean
    EventLog eventLog(Databases databases) {
        return new EventLog(databases.console());
    }

    @Bean
    LogReader logReader(Databases databases) {
        return new LogReader(databases.browsers());
    }

    @Bean
    Housekeeping housekeeping(Databases databases, EventLogProperties properties) {
        return new Housekeeping(
                new Days(databases.console()), new Leftovers(databases.console()), properties, Clock.systemUTC());
    }
}
