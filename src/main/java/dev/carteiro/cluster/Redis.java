package dev.carteiro.cluster;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Carries hints over Redis. It is asked every second whether it is there; while it is not, nothing waits for it, and it is
 * looked for again and again.
 */
final class Redis implements Carrier, SmartLifecycle {

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** After so many beats without an answer new connections are made: these may lead nowhere any more. */
    private static final int MOST_MISSED = 3;

    private final RedisURI uri;
    private final Mono<String> installation;
    private final Scheduler timer;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final RedisPresence presence = new RedisPresence();
    private volatile @Nullable Talk talk;
    private volatile boolean running;
    private Mono<Void> shutDown = Mono.empty();
    private Disposable talking = () -> {};

    /** All replicas on one database have the same {@code installation}, and nobody else has it. */
    Redis(RedisURI uri, Mono<String> installation, Scheduler timer) {
        this.uri = uri;
        this.installation = installation;
        this.timer = timer;
    }

    /** A session, and what things are called in it. */
    private record Talk(RedisSession session, Names names) {}

    /** One command in the names that are ours. */
    interface Command<T> {
        CompletionStage<T> on(Names names, RedisAsyncCommands<String, String> commands);
    }

    @Override
    public boolean connected() {
        return presence.connected();
    }

    @Override
    public void listen(String topic, Consumer<String> listener) {
        listeners.put(topic, listener);
    }

    @Override
    public Mono<Long> tell(String topic, String word) {
        return ask((names, commands) -> commands.publish(names.of(topic), names.signed(word)))
                .onErrorReturn(0L);
    }

    /** What it answers to a command; an error at once while it is away. */
    <T> Mono<T> ask(Command<T> command) {
        return Mono.defer(() -> {
            Talk now = talk;
            return now == null || !connected()
                    ? Mono.error(new IllegalStateException("Redis is away"))
                    : now.session()
                            .ask(commands -> command.on(now.names(), commands))
                            .doOnError(presence::failed);
        });
    }

    private Mono<Void> talk(RedisLine line) {
        return installation
                .map(Names::in)
                .flatMap(names -> Mono.usingWhen(line.open(), session -> talk(session, names), RedisSession::close))
                .doOnError(presence::away)
                .doFinally(end -> talk = null);
    }

    private Mono<Void> talk(RedisSession session, Names names) {
        AtomicInteger missed = new AtomicInteger();
        Mono<Void> beats = Flux.interval(Duration.ZERO, BEAT, timer)
                .onBackpressureDrop()
                .concatMap(tick -> beat(session, missed), 1)
                .then();
        return session.listen(
                        listeners.keySet().stream().map(names::of).toList(),
                        (channel, message) -> hear(names, channel, message))
                .then(Mono.fromRunnable(() -> talk = new Talk(session, names)))
                .then(Mono.firstWithSignal(beats, session.lost()))
                .then(Mono.error(() -> new IllegalStateException("the connection has ended")));
    }

    private Mono<Void> beat(RedisSession session, AtomicInteger missed) {
        return session.ping()
                .doOnSuccess(answered -> {
                    missed.set(0);
                    if (presence.there()) {
                        listeners.values().forEach(listener -> listener.accept(""));
                    }
                })
                .onErrorResume(failure -> {
                    presence.away(failure);
                    return missed.incrementAndGet() < MOST_MISSED ? Mono.empty() : Mono.error(failure);
                });
    }

    private void hear(Names names, String channel, String message) {
        String word = names.word(message);
        if (word != null) {
            listeners.forEach((topic, listener) -> {
                if (names.of(topic).equals(channel)) {
                    listener.accept(word);
                }
            });
        }
    }

    @Override
    public void start() {
        running = true;
        RedisLine line = RedisLine.to(uri);
        shutDown = line.shutDown();
        talking = talk(line)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .transientErrors(true))
                .subscribe();
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        talking.dispose();
        talking = shutDown.doFinally(signal -> callback.run()).subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** There for the last word of whoever has one. */
    @Override
    public int getPhase() {
        return Replica.PHASE - 10;
    }
}
