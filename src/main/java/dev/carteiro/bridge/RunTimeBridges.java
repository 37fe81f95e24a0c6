package dev.carteiro.bridge;

import dev.carteiro.bridge.BridgeTable.Entry;
import dev.carteiro.config.ConfigReloader;
import dev.carteiro.config.Supplement;
import dev.carteiro.config.Supplements;
import dev.carteiro.store.Cause;
import dev.carteiro.store.Notices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/** Bridges that are set while the router runs: kept in the database, in force on all replicas, and read like those of the file. */
public final class RunTimeBridges implements Supplements, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RunTimeBridges.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Announcements are fast; a look now and then finds what they missed. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final BridgeTable table;
    private final Notices notices;
    private final Supplier<ConfigReloader> config;
    private final BridgeReader reader;
    private final Scheduler blocking;
    private volatile List<Supplement> inForce = List.of();
    private volatile Disposable listening = Disposables.disposed();
    private volatile boolean known;
    private volatile boolean running;

    /** {@code blocking} is where the configuration is read again, which takes a while. */
    RunTimeBridges(
            BridgeTable table,
            Notices notices,
            Supplier<ConfigReloader> config,
            BridgeReader reader,
            Scheduler blocking) {
        this.table = table;
        this.notices = notices;
        this.config = config;
        this.reader = reader;
        this.blocking = blocking;
    }

    /** What became of a bridge that was to be set. */
    public sealed interface Outcome {

        /** What was set, and where Chatwoot has to send what happens in the inbox; null where nobody has said how we are reached. */
        record Set(Map<String, Object> settings, @Nullable String webhookUrl) implements Outcome {}

        /** It cannot be so, for all of these reasons. */
        record Refused(List<String> problems) implements Outcome {}

        /** The file has a bridge for this instance. */
        record InFile() implements Outcome {}
    }

    /**
     * Sets the bridge of an instance in Evolution's own form; {@code source} is the Evolution source whose key was shown,
     * null where it was the admin token.
     */
    public Mono<Outcome> set(String instance, JsonNode form, @Nullable String source) {
        if (!isOf(instance, source)) {
            return Mono.just(new Outcome.Refused(List.of("Another Evolution server has the bridge of this instance.")));
        }
        return Mono.defer(() -> switch (SetForm.read(form)) {
            case SetForm.Read.Wrong wrong -> Mono.just(new Outcome.Refused(wrong.problems()));
            case SetForm.Read.Settings settings -> set(instance, settings, source);
        });
    }

    private Mono<Outcome> set(String instance, SetForm.Read.Settings settings, @Nullable String source) {
        Map<String, Object> values = new LinkedHashMap<>(settings.values());
        if (source != null) {
            values.put(SetForm.SOURCE, source);
        }
        Entry entry = new Entry(SetForm.name(instance), instance, values);
        return Mono.fromCallable(() -> problems(entry)).subscribeOn(blocking).flatMap(problems -> {
            if (isInFile(instance)) {
                return Mono.just(new Outcome.InFile());
            }
            return problems.isEmpty() ? kept(entry) : Mono.just(new Outcome.Refused(problems));
        });
    }

    private Mono<Outcome> kept(Entry entry) {
        boolean anew = inForce.stream().noneMatch(one -> one.name().equals(entry.name()));
        return table.set(entry)
                .then(anew ? table.beginAnew(entry.name()) : Mono.empty())
                .then(look())
                .then(Mono.fromSupplier(() -> {
                    log.info(
                            "event=bridge-set instance={} enabled={}",
                            entry.instance(),
                            entry.settings().get("enabled"));
                    return new Outcome.Set(shown(entry.settings()), webhookUrl(entry.instance()));
                }));
    }

    private boolean isInFile(String instance) {
        return reader.plans().containsKey(instance)
                && inForce.stream().noneMatch(one -> instance.equals(one.keys().get("instance")));
    }

    /** Whether the bridge of an instance was set here; the others stand in the file. */
    boolean has(String instance) {
        return inForce.stream().anyMatch(one -> instance.equals(one.keys().get("instance")));
    }

    private List<String> problems(Entry entry) {
        List<Supplement> wanted = SetForm.supplements(entry);
        List<Supplement> next = new ArrayList<>(
                inForce.stream().filter(one -> !one.name().equals(entry.name())).toList());
        next.addAll(wanted);
        return wanted.isEmpty() ? List.of() : config.get().problemsOf(next);
    }

    /**
     * What was set for an instance, whether here or in the file; empty where nothing was, or nothing that is the business of
     * the Evolution {@code source} whose key was shown, which is null for the admin token.
     */
    public Mono<Outcome.Set> find(String instance, @Nullable String source) {
        return isOf(instance, source) ? find(instance) : Mono.empty();
    }

    /** A bridge tells its token to whoever may set it; a bridge of another server's is nobody else's. */
    private boolean isOf(String instance, @Nullable String source) {
        Plan plan = reader.plans().get(instance);
        String owner = plan == null ? null : plan.options().source();
        return source == null || owner == null || owner.equals(source);
    }

    private Mono<Outcome.Set> find(String instance) {
        return table.all()
                .filter(entry -> entry.instance().equals(instance))
                .next()
                .map(entry -> new Outcome.Set(shown(entry.settings()), webhookUrl(instance)))
                .switchIfEmpty(Mono.defer(() -> Mono.justOrEmpty(reader.plans().get(instance))
                        .map(plan -> new Outcome.Set(FileForm.of(plan), webhookUrl(instance)))));
    }

    private static Map<String, Object> shown(Map<String, Object> settings) {
        Map<String, Object> shown = new LinkedHashMap<>(settings);
        shown.remove(SetForm.SOURCE);
        return shown;
    }

    private @Nullable String webhookUrl(String instance) {
        Plan plan = reader.plans().get(instance);
        return plan == null || plan.chatwoot() == null
                ? null
                : plan.chatwoot().inbox().webhookUrl();
    }

    /** Puts in force what is in the table now. */
    private Mono<Void> look() {
        return table.all()
                .flatMapIterable(SetForm::supplements)
                .collectList()
                .publishOn(blocking)
                .doOnNext(this::apply)
                .then();
    }

    private synchronized void apply(List<Supplement> next) {
        if (!next.equals(inForce)) {
            inForce = List.copyOf(next);
            List<String> problems = config.get().supplement(next);
            log.info("event=bridges-read bridges={} problems={}", next.size(), problems.size());
        }
    }

    @Override
    public List<Supplement> kept() {
        try {
            inForce = Objects.requireNonNull(table.all()
                    .flatMapIterable(SetForm::supplements)
                    .collectList()
                    .toFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            return inForce;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the bridges in the database cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the bridges were read", e);
        }
    }

    @Override
    public void start() {
        running = true;
        listening = Flux.merge(
                        notices.on("carteiro_bridge"),
                        Flux.interval(LOOK)
                                .filter(tick -> !known || tick % notices.looksToOne() == 0)
                                .map(tick -> ""))
                .onBackpressureLatest()
                .concatMap(
                        announced -> look().doOnSuccess(done -> known = true).onErrorResume(failure -> {
                            known = false;
                            log.warn("event=bridges-not-read cause=\"{}\"", Cause.of(failure));
                            return Mono.empty();
                        }),
                        1)
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        listening.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** With the first of them; what has to be there before was read with the configuration. */
    @Override
    public int getPhase() {
        return 0;
    }
}
