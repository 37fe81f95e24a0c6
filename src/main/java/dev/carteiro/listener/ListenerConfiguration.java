package dev.carteiro.listener;

import dev.carteiro.cluster.Leases;
import dev.carteiro.delivery.Intake;
import dev.carteiro.evolution.EvolutionStream;
import dev.carteiro.evolution.Servers;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.store.Databases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class ListenerConfiguration {

    private static final Clock CLOCK = Clock.systemUTC();

    /** A waiting event is on the heap about twice, and more while it is written down; 16 MiB with a heap of 256. */
    private static final long BOUND = Math.clamp(Runtime.getRuntime().maxMemory() >> 4, 8L << 20, 256L << 20);

    @Bean
    SeenTable seenTable(Databases databases) {
        return new SeenTable(databases.console());
    }

    @Bean
    Tools.Shared listenersShare(Leases leases, SeenTable seenTable) {
        return new Tools.Shared(leases, seenTable);
    }

    @Bean
    Tools listenerTools(
            EvolutionStream stream,
            Servers servers,
            FrontDoor frontDoor,
            Tools.Shared listenersShare,
            @Value("${carteiro.seen-retention:48h}") Duration memory) {
        return new Tools(
                stream,
                servers,
                frontDoor,
                listenersShare,
                new Tools.Timing(CLOCK, Schedulers.parallel(), RandomGenerator.getDefault()),
                BOUND,
                memory);
    }

    @Bean
    Listeners listeners(ConfiguredSources sources, Tools listenerTools, MeterRegistry meters, Intake intake) {
        return new Listeners(
                sources.gateways(), listenerTools, new StreamMeters(meters, CLOCK), intake.getPhase() + 100);
    }

    /** Named as its path: {@code /actuator/health/streams}. */
    @Bean
    StreamsHealth streamsHealthContributor(Listeners listeners) {
        return new StreamsHealth(listeners::reports);
    }
}
