package dev.carteiro.cluster;

import dev.carteiro.store.Databases;
import dev.carteiro.store.Notices;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

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

    @Bean
    Wakeups wakeups(Databases databases, Notices notices, ObjectProvider<Carrier> carrier, Replica replica) {
        return new Wakeups(
                databases.ingest(),
                notices,
                carrier.getIfAvailable(() -> Carrier.NONE),
                replica,
                Schedulers.parallel());
    }

    @Bean
    Offers offers(ObjectProvider<Carrier> carrier, Replica replica) {
        return new Offers(carrier.getIfAvailable(() -> Carrier.NONE), replica, Schedulers.parallel());
    }

    @Bean
    SharedPermits permits(ObjectProvider<Purse> purse, Replica replica) {
        return new SharedPermits(purse.getIfAvailable(() -> Purse.NONE), replica, Schedulers.parallel());
    }
}
