package dev.carteiro.bridge;

import dev.carteiro.chatwoot.Chatwoots;
import dev.carteiro.cluster.Leases;
import dev.carteiro.cluster.Membership;
import dev.carteiro.config.ConfigReloader;
import dev.carteiro.delivery.Retries;
import dev.carteiro.evolution.Servers;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.network.MediaFetcher;
import dev.carteiro.network.Spool;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.store.Databases;
import dev.carteiro.store.Notices;
import dev.carteiro.store.Sweep;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class BridgeConfiguration {

    private static final Clock CLOCK = Clock.systemUTC();

    /** After such a time nobody answers, edits or deletes a message any more. */
    static final List<String> FORGET = List.of("""
            DELETE FROM bridge_message WHERE id = ANY (ARRAY(
                SELECT id FROM bridge_message m WHERE created_at < now() - interval '90 days'
                  AND NOT EXISTS (SELECT FROM bridge_import i WHERE i.bridge = split_part(m.bridge, '|', 1) AND i.state = 'running')
                ORDER BY created_at LIMIT :most))
            """, """
            DELETE FROM bridge_receipt WHERE (bridge, whatsapp_id) IN (
                SELECT bridge, whatsapp_id FROM bridge_receipt WHERE at < now() - interval '3 days' ORDER BY at LIMIT :most)
            """);

    @Bean
    Senders.Real bridgeSenders(
            Databases databases, Chatwoots chatwoots, Servers servers, Spool spool, MediaFetcher fetcher) {
        return new Senders.Real(
                databases.bridge(), new Senders.Real.Outside(chatwoots, servers), spool, fetcher, CLOCK);
    }

    @Bean
    BridgeReader bridgeReader(Senders.Real bridgeSenders) {
        return new BridgeReader(bridgeSenders);
    }

    /** The configuration is read again here, one reading at a time. */
    @Bean(destroyMethod = "dispose")
    Scheduler bridgeScheduler() {
        return Schedulers.newBoundedElastic(1, 64, "bridges", 60, true);
    }

    @Bean
    RunTimeBridges runTimeBridges(
            Databases databases,
            Notices notices,
            ObjectProvider<ConfigReloader> config,
            BridgeReader bridgeReader,
            Scheduler bridgeScheduler) {
        return new RunTimeBridges(
                new BridgeTable(databases.bridge()), notices, config::getObject, bridgeReader, bridgeScheduler);
    }

    @Bean
    RetryWitness retryWitness(BridgeReader bridgeReader, Retries retries) {
        return new RetryWitness(bridgeReader::plans, retries);
    }

    @Bean
    ReadWatch readWatch(BridgeReader bridgeReader, Senders.Real bridgeSenders, Leases leases) {
        return new ReadWatch(
                () -> bridgeReader.plans().values().stream()
                        .filter(plan -> plan.options().markRead())
                        .map(bridgeSenders::link)
                        .toList(),
                leases,
                Schedulers.parallel());
    }

    @Bean
    Sweep bridgeSweep(Databases databases) {
        return new Sweep("bridges", databases.bridge(), FORGET, Schedulers.parallel());
    }

    @Bean
    ImportTable importTable(Databases databases) {
        return new ImportTable(databases.bridge());
    }

    @Bean
    Imports imports(BridgeReader bridgeReader, RunTimeBridges runTimeBridges, ImportTable importTable) {
        return new Imports(bridgeReader, runTimeBridges, importTable, CLOCK);
    }

    @Bean
    ImportSides.Tools importTools(
            BridgeReader bridgeReader, Senders.Real bridgeSenders, FrontDoor frontDoor, ConfiguredSources sources) {
        return new ImportSides.Tools(bridgeReader, bridgeSenders, frontDoor, sources, CLOCK);
    }

    @Bean
    ImportWork importWork(
            ImportTable importTable, ImportSides.Tools importTools, Leases leases, Membership membership) {
        return new ImportWork(
                importTable,
                instance -> new ImportSides(instance, importTools),
                leases,
                membership,
                Schedulers.parallel());
    }
}
