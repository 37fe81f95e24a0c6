package dev.carteiro.instance;

import dev.carteiro.cluster.Leases;
import dev.carteiro.config.PublicUrl;
import dev.carteiro.delivery.Intake;
import dev.carteiro.evolution.Servers;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.listener.Listeners;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.store.Databases;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class InstanceConfiguration {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Scheduler TIMER = Schedulers.parallel();

    /** In the front door's pool: whoever sends an event waits for it. */
    @Bean
    InstanceTable instanceTable(Databases databases) {
        return new InstanceTable(databases.ingest(), CLOCK);
    }

    @Bean
    Heartbeats heartbeats(InstanceTable instanceTable) {
        return new Heartbeats(instanceTable, CLOCK, TIMER, 0);
    }

    @Bean
    InstanceWitness instanceWitness(ConfiguredSources sources, InstanceTable instanceTable, Heartbeats heartbeats) {
        return new InstanceWitness(sources, instanceTable, heartbeats);
    }

    @Bean
    Probes probes(
            ConfiguredSources sources,
            Servers servers,
            InstanceTable instanceTable,
            FrontDoor frontDoor,
            Leases leases,
            Intake intake) {
        return new Probes(
                sources.gateways(),
                gateway -> new Probe(
                        gateway,
                        servers.api(gateway.url(), String.valueOf(gateway.apiKey())),
                        instanceTable,
                        frontDoor,
                        CLOCK),
                leases,
                TIMER,
                intake.getPhase() + 100);
    }

    @Bean
    Instances instances(
            ConfiguredSources sources,
            InstanceTable instanceTable,
            FrontDoor frontDoor,
            Servers servers,
            Listeners listeners,
            PublicUrl publicUrl) {
        QrCodes codes = new QrCodes(instanceTable::find, frontDoor, CLOCK, TIMER);
        return new Instances(sources, instanceTable, codes, new Instances.Outside(servers, listeners, publicUrl));
    }
}
