package dev.carteiro.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Hands words on in rounds: at once where it has been quiet, else together 50 ms after the last ones, each word once. */
final class Rounds implements SmartLifecycle {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** More names than anybody configures; whoever sends us more means us no good. */
    private static final int MOST = 1_000;

    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Function<List<String>, Mono<Void>> handOn;
    private final Scheduler timer;
    private final SerialLoop loop;

    /** {@code name} is what the log calls it. */
    Rounds(String name, Function<List<String>, Mono<Void>> handOn, Scheduler timer) {
        this.handOn = handOn;
        this.timer = timer;
        loop = new SerialLoop(name, this::round, timer);
    }

    void add(String word) {
        if (waiting.size() < MOST && waiting.add(word)) {
            loop.signal();
        }
    }

    private Mono<Void> round() {
        List<String> words = List.copyOf(waiting);
        // Whoever adds one of them again before it is handed on is served with it.
        words.forEach(waiting::remove);
        return words.isEmpty()
                ? Mono.empty()
                : handOn.apply(words).then(Mono.delay(PAUSE, timer)).then();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
