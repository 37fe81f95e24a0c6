package dev.carteiro.listener;

import dev.carteiro.source.Gateway;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A listener for each Evolution server whose stream the configuration asks for; one that is unchanged is left alone. */
public final class Listeners implements SmartLifecycle {

    private final Flux<List<Gateway>> gateways;
    private final Tools tools;
    private final StreamMeters meters;
    private final int phase;
    private final Map<String, Listener> bySource = new ConcurrentHashMap<>();
    private volatile Disposable following = Disposables.disposed();
    private volatile boolean running;

    /** {@code phase} is above that of what events are handed to. */
    Listeners(Flux<List<Gateway>> gateways, Tools tools, StreamMeters meters, int phase) {
        this.gateways = gateways;
        this.tools = tools;
        this.meters = meters;
        this.phase = phase;
    }

    /** How each stream does, in no order. */
    public List<StreamReport> reports() {
        return bySource.values().stream().map(Listener::report).toList();
    }

    /** Listens to an instance beside those that the configuration names; on whichever replica it is that listens. */
    public Mono<Void> listenTo(String source, String instance) {
        return tools.seen().add(source, instance);
    }

    /** Undoes {@link #listenTo}. */
    public Mono<Void> leave(String source, String instance) {
        return tools.seen().remove(source, instance);
    }

    private synchronized void deploy(List<Gateway> next) {
        if (!running) {
            return;
        }
        List<Gateway> wanted = next.stream().filter(Gateway::streams).toList();
        bySource.values().removeIf(listener -> {
            boolean gone = !wanted.contains(listener.gateway());
            if (gone) {
                listener.stop();
                meters.remove(listener.gateway().source());
            }
            return gone;
        });
        for (Gateway gateway : wanted) {
            bySource.computeIfAbsent(gateway.source(), source -> {
                Listener listener = new Listener(gateway, tools);
                meters.add(source, listener::report);
                listener.start();
                return listener;
            });
        }
    }

    @Override
    public void start() {
        running = true;
        following = gateways.subscribe(this::deploy);
    }

    @Override
    public synchronized void stop(Runnable callback) {
        running = false;
        following.dispose();
        AtomicInteger left = new AtomicInteger(bySource.size());
        if (bySource.isEmpty()) {
            callback.run();
        }
        bySource.values()
                .forEach(listener -> listener.stop(() -> {
                    if (left.decrementAndGet() == 0) {
                        callback.run();
                    }
                }));
        bySource.clear();
    }

    @Override
    public void stop() {
        stop(() -> {});
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
