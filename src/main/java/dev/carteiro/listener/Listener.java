package dev.carteiro.listener;

import dev.carteiro.cluster.Lease;
import dev.carteiro.evolution.EvolutionStream.Target;
import dev.carteiro.evolution.Inflow;
import dev.carteiro.evolution.Namespaces;
import dev.carteiro.evolution.StreamLostException;
import dev.carteiro.evolution.StreamSignal;
import dev.carteiro.source.Gateway;
import dev.carteiro.source.SourceSettings.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Listens to one Evolution server for as long as the lease for it is ours: connects, connects again for ever, hands what
 * comes to its {@link Landing}, and has what was missed fetched before what came later.
 */
final class Listener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** One that is lost sooner than that has not been a success: a server that drops us at once is not hammered. */
    private static final Duration STABLE = Duration.ofSeconds(10);

    private final Gateway gateway;
    private final Tools tools;
    private final Inflow inflow;
    private final Landing landing;
    private final CatchUp catchUp;
    private final Namespaces namespaces;
    private final StreamWatch watch;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable Instant connectedAt;
    private volatile boolean running;
    private volatile Disposable listening = Disposables.disposed();

    Listener(Gateway gateway, Tools tools) {
        this.gateway = gateway;
        this.tools = tools;
        inflow = new Inflow(tools.bound());
        landing = new Landing(
                gateway.source(), tools.door(), inflow, tools.timing().timer());
        watch = new StreamWatch(gateway.source(), tools.timing().clock());
        catchUp = new CatchUp(gateway, tools, landing);
        namespaces = new Namespaces(gateway.stream().instances());
    }

    Gateway gateway() {
        return gateway;
    }

    StreamReport report() {
        return watch.report(landing);
    }

    private Flux<Void> listen() {
        return tools.leases().hold("stream:" + gateway.source()).switchMap(lease -> {
            if (!lease.isOurs()) {
                watch.standby();
                return Flux.never();
            }
            watch.connecting();
            return Flux.merge(
                    open(lease),
                    follow(),
                    Flux.interval(SECOND, tools.timing().timer())
                            .onBackpressureDrop()
                            .doOnNext(tick -> watch.look())
                            .thenMany(Flux.never()),
                    catchUp.noteWhileSeen(lease, () -> watch.state() == StreamState.CONNECTED));
        });
    }

    private Flux<Void> open(Lease lease) {
        return Flux.defer(() -> tools.stream().open(target(), inflow))
                .doOnNext(signal -> heed(signal, lease))
                .retryWhen(Retry.from(lost -> lost.concatMap(signal -> pause(signal.failure()))))
                .thenMany(Flux.never());
    }

    /** To the instances of the configuration come those that were made through us, on whichever replica. */
    private Flux<Void> follow() {
        if (gateway.stream().mode() != Stream.Mode.INSTANCES) {
            return Flux.never();
        }
        return Flux.interval(Duration.ZERO, LOOK, tools.timing().timer())
                .onBackpressureDrop()
                .concatMap(tick -> tools.seen().names(gateway.source()).onErrorResume(away -> Mono.empty()), 1)
                .doOnNext(added -> namespaces.set(withConfigured(added)))
                .thenMany(Flux.never());
    }

    private List<String> withConfigured(List<String> added) {
        Set<String> names = new LinkedHashSet<>(gateway.stream().instances());
        names.addAll(added);
        return List.copyOf(names);
    }

    /** Every other try after the first begins with requests, for proxies that let no web socket through. */
    private Target target() {
        int failed = failures.get();
        return new Target(gateway.url(), gateway.apiKey(), namespaces, failed > 0 && failed % 2 == 0, ASK_AGAIN);
    }

    private Mono<Long> pause(Throwable failure) {
        StreamLostException lost =
                failure instanceof StreamLostException known ? known : new StreamLostException(failure);
        Instant since = connectedAt;
        connectedAt = null;
        if (since != null
                && Duration.between(since, tools.timing().clock().instant()).compareTo(STABLE) > 0) {
            failures.set(0);
        }
        Duration pause = Backoff.after(
                failures.incrementAndGet(), lost.isRefused(), tools.timing().random());
        watch.lost(lost, pause);
        return Mono.delay(pause, tools.timing().timer());
    }

    private void heed(StreamSignal signal, Lease lease) {
        switch (signal) {
            case StreamSignal.Connected connected -> {
                if (connected.namespace().equals(StreamSignal.ROOT)) {
                    connectedAt = tools.timing().clock().instant();
                    watch.connected();
                    catchUp.afterGap(namespaces.names(), lease);
                } else {
                    catchUp.afterLateNamespace(connected.namespace().substring(1));
                }
            }
            case StreamSignal.Missing missing -> {
                if (catchUp.missing(missing.namespace().substring(1))) {
                    log.info(
                            "event=stream-namespace-missing source={} instance={} reason=\"{}\": asked for again every {}s",
                            gateway.source(),
                            missing.namespace().substring(1),
                            missing.reason(),
                            ASK_AGAIN.toSeconds());
                }
            }
            case StreamSignal.Received received -> {
                watch.received(received.at());
                // A server in global mode sends everything to everybody; a namespace has one instance's events anyway.
                landing.add(
                        received,
                        gateway.stream().mode() == Stream.Mode.GLOBAL
                                ? instance -> true
                                : namespaces.names()::contains);
            }
            case StreamSignal.Garbled garbled -> watch.garbled(garbled.reason());
        }
    }

    @Override
    public void start() {
        running = true;
        landing.start();
        catchUp.start();
        listening = listen().subscribe();
        log.info(
                "event=stream-configured source={} mode={}",
                gateway.source(),
                gateway.stream().mode().name().toLowerCase(Locale.ROOT));
    }

    /** Hears no more, and writes down what it has heard. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        listening.dispose();
        listening = Flux.interval(
                        Duration.ZERO, Duration.ofMillis(20), tools.timing().timer())
                .onBackpressureDrop()
                .takeUntil(tick -> landing.isEmpty())
                .take(DRAIN)
                .doFinally(signal -> {
                    catchUp.stop();
                    landing.stop();
                    callback.run();
                })
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
