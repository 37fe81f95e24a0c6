package dev.carteiro.instance;

import dev.carteiro.cluster.Leases;
import dev.carteiro.source.Gateway;
import dev.carteiro.store.Cause;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Has each Evolution server asked how its instances are, by one replica. */
final class Probes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Probes.class);

    private final Flux<List<Gateway>> gateways;
    private final Function<Gateway, Probe> probes;
    private final Leases leases;
    private final Scheduler timer;
    private final int phase;
    private volatile Disposable probing = Disposables.disposed();
    private volatile boolean running;

    Probes(Flux<List<Gateway>> gateways, Function<Gateway, Probe> probes, Leases leases, Scheduler timer, int phase) {
        this.gateways = gateways;
        this.probes = probes;
        this.leases = leases;
        this.timer = timer;
        this.phase = phase;
    }

    private Flux<Void> probe(List<Gateway> all) {
        return Flux.fromIterable(all)
                .filter(gateway -> gateway.apiKey() != null)
                .flatMap(this::probe, Math.max(1, all.size()));
    }

    private Flux<Void> probe(Gateway gateway) {
        Probe probe = probes.apply(gateway);
        return leases.hold("probe:" + gateway.source())
                .switchMap(lease -> lease.isOurs() ? rounds(gateway, probe) : Flux.never());
    }

    private Flux<Void> rounds(Gateway gateway, Probe probe) {
        return Flux.interval(gateway.probe().every(), timer)
                .startWith(0L)
                .onBackpressureDrop()
                .concatMap(
                        tick -> probe.round().onErrorResume(failure -> {
                            log.warn("event=probe-failed source={} cause=\"{}\"", gateway.source(), Cause.of(failure));
                            return Mono.empty();
                        }),
                        1);
    }

    @Override
    public void start() {
        running = true;
        probing = gateways.switchMap(this::probe).subscribe();
    }

    @Override
    public void stop() {
        running = false;
        probing.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
