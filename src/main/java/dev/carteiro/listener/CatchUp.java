package dev.carteiro.listener;

import dev.carteiro.cluster.Lease;
import dev.carteiro.cluster.SerialLoop;
import dev.carteiro.listener.Backfill.Span;
import dev.carteiro.source.Gateway;
import dev.carteiro.source.SourceSettings.Stream;
import dev.carteiro.store.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Remembers since when nothing has been missed, and has what was missed fetched, until that has succeeded. */
final class CatchUp implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private static final Duration NOTE = Duration.ofSeconds(2);

    /**
     * A dead connection is noticed after 45 s (Engine.IO's pingInterval and pingTimeout); the rest is for clocks that
     * disagree. What is asked for twice is a duplicate.
     */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    /** What is asked for has to be young enough to be recognised, should it have come as a webhook. */
    private static final Duration SAFETY = Duration.ofHours(1);

    private final Gateway gateway;
    private final Tools tools;
    private final Landing landing;
    private final @Nullable Backfill backfill;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger incomplete = new AtomicInteger(); // of those, the ones that are tried again later
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();
    private final Queue<Gap> waiting = new ConcurrentLinkedQueue<>();
    private final SerialLoop repeats;

    CatchUp(Gateway gateway, Tools tools, Landing landing) {
        this.gateway = gateway;
        this.tools = tools;
        this.landing = landing;
        repeats = new SerialLoop(
                "missed-messages-" + gateway.source(),
                this::repeat,
                tools.timing().timer());
        String key = gateway.apiKey();
        backfill = key == null
                ? null
                : new Backfill(
                        gateway.source(),
                        tools.servers().api(gateway.url(), key),
                        tools.door(),
                        tools.timing().clock());
    }

    private Instant now() {
        return tools.timing().clock().instant();
    }

    /** Takes note every few seconds that all has been seen, while that is so. */
    Flux<Void> noteWhileSeen(Lease lease, BooleanSupplier connected) {
        return Flux.interval(NOTE, tools.timing().timer())
                .onBackpressureDrop()
                .filter(tick -> connected.getAsBoolean() && open.get() == 0 && landing.isEmpty())
                .concatMap(tick -> note(now(), lease), 1);
    }

    /** Where it fails, the next note says it as well. */
    private Mono<Void> note(Instant seen, Lease lease) {
        return tools.seen().note(gateway.source(), seen, lease).onErrorResume(away -> {
            log.debug("event=seen-not-noted source={} cause=\"{}\"", gateway.source(), Cause.of(away));
            return Mono.empty();
        });
    }

    /**
     * The stream is open again: what came since the last note is fetched before what comes from now on. Noted is when it
     * was opened, not when the fetch ended: it may have been lost and opened once more by then.
     */
    void afterGap(List<String> names, Lease lease) {
        Instant opened = now();
        Mono<Void> noted =
                Mono.defer(() -> incomplete.get() > 0 // an instance's messages are still to be had, from before
                        ? Mono.empty()
                        : note(opened, lease));
        begin(tools.seen()
                .seenAt(gateway.source())
                .retryWhen(untilTheDatabaseIsBack())
                .flatMap(seen ->
                        fetch(new Gap(gateway.stream().mode() == Stream.Mode.GLOBAL ? List.of() : names, seen, 1)))
                .then(noted));
    }

    /** True where it is news that the server does not know the instance's namespace. */
    boolean missing(String instance) {
        return missing.putIfAbsent(instance, now()) == null;
    }

    /** The event that made the namespace, and perhaps others, went to nobody. */
    void afterLateNamespace(String instance) {
        Instant since = missing.remove(instance);
        if (since != null) {
            begin(fetch(new Gap(List.of(instance), since, 1)));
        }
    }

    private void begin(Mono<Void> work) {
        open.getAndIncrement();
        landing.add(work.then(Mono.fromRunnable(open::getAndDecrement)));
    }

    /** What comes later waits: it could not be written down either, and a gap that was forgotten would never be closed. */
    private Retry untilTheDatabaseIsBack() {
        return Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
                .maxBackoff(Duration.ofSeconds(10))
                .scheduler(tools.timing().timer())
                .doBeforeRetry(signal -> log.warn(
                        "event=gap-unknown source={} tries={} cause=\"{}\"",
                        gateway.source(),
                        signal.totalRetries() + 1,
                        Cause.of(signal.failure())));
    }

    /** Whose messages are missing since when; no instances are all that the server has. */
    private record Gap(List<String> instances, Instant since, int attempt) {}

    /** Never fails: what cannot be had now is tried again later, and does not hold up what comes. */
    private Mono<Void> fetch(Gap gap) {
        Backfill known = backfill;
        if (known == null) {
            log.warn(
                    "event=missed-messages-unknown source={} reason=\"there is no api-key to ask for them with\"",
                    gateway.source());
            return Mono.empty();
        }
        Span span = span(gap.since());
        Mono<List<String>> instances = gap.instances().isEmpty() ? known.instances() : Mono.just(gap.instances());
        return instances
                .flatMap(all -> known.of(all, span))
                .doOnNext(fresh -> log.info(
                        "event=missed-messages-fetched source={} since={} new={}",
                        gateway.source(),
                        span.since(),
                        fresh))
                .then()
                .onErrorResume(failure -> Mono.fromRunnable(() -> later(gap, failure)));
    }

    private Span span(Instant since) {
        Instant now = now();
        Instant from = since.minus(MARGIN);
        Instant oldest = now.minus(tools.memory()).plus(SAFETY);
        return new Span(from.isBefore(oldest) ? oldest : from, now.plus(MARGIN));
    }

    private void later(Gap gap, Throwable failure) {
        Duration pause = Duration.ofSeconds(Math.min(600, 30L << Math.min(gap.attempt() - 1, 10)));
        log.warn(
                "event=missed-messages-not-fetched source={} next-try={}s cause=\"{}\"",
                gateway.source(),
                pause.toSeconds(),
                failure instanceof Backfill.IncompleteException ? failure.getMessage() : Cause.of(failure));
        List<String> left = failure instanceof Backfill.IncompleteException known
                        && !known.instances().isEmpty()
                ? known.instances()
                : gap.instances();
        open.getAndIncrement();
        incomplete.getAndIncrement();
        Disposable arranged = tools.timing()
                .timer()
                .schedule(
                        () -> {
                            waiting.add(new Gap(left, gap.since(), gap.attempt() + 1));
                            repeats.signal();
                        },
                        pause.toSeconds(),
                        TimeUnit.SECONDS);
        log.trace("event=fetch-arranged disposed={}", arranged.isDisposed());
    }

    private Mono<Void> repeat() {
        Gap gap = waiting.poll();
        return gap == null
                ? Mono.empty()
                : fetch(gap)
                        .then(Mono.fromRunnable(() -> {
                            open.getAndDecrement();
                            incomplete.getAndDecrement();
                        }))
                        .then(Mono.defer(this::repeat));
    }

    @Override
    public void start() {
        repeats.start();
    }

    @Override
    public void stop() {
        repeats.stop();
    }

    @Override
    public boolean isRunning() {
        return repeats.isRunning();
    }
}
