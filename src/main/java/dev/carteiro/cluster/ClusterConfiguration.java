package dev.carteiro.cluster;

import dev.carteiro.store.Databases;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

    @Bean
    Replica replica(Databases databases) {
        return new Replica(databases.console(), databases.exclusive());
    }

    @Bean
    Leases leases(Databases databases) {
        // Not among history's queries, which may take long: a lease that is not renewed in time is gone.
        return new Leases(databases.ingest(), databases.exclusive());
    }

    @Bean
    SharedKeys sharedKeys(Databases databases) {
        return new SharedKeys(databases.console());
    }
}
