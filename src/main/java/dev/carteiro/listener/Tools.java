package dev.carteiro.listener;

import dev.carteiro.cluster.Leases;
import dev.carteiro.evolution.EvolutionStream;
import dev.carteiro.evolution.Servers;
import dev.carteiro.ingest.FrontDoor;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import reactor.core.scheduler.Scheduler;

/**
 * What all listeners share.
 *
 * @param servers how to speak to the servers' REST API
 * @param bound how much of a stream may wait to be written down, in bytes
 * @param memory for how long duplicates are recognised
 */
record Tools(
        EvolutionStream stream,
        Servers servers,
        FrontDoor door,
        Shared shared,
        Timing timing,
        long bound,
        Duration memory) {

    /** What is shared with the other replicas. */
    record Shared(Leases leases, SeenTable seen) {}

    /** Where time and chance come from. */
    record Timing(Clock clock, Scheduler timer, RandomGenerator random) {}

    Leases leases() {
        return shared.leases();
    }

    SeenTable seen() {
        return shared.seen();
    }
}
