package dev.carteiro.bridge;

import dev.carteiro.config.Bridged;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The bridges, and the imports of what was said before them, as people ask for them, watch them and end them. */
public final class Imports {

    private static final Logger log = LoggerFactory.getLogger(Imports.class);

    /** For so long it is known what has been written already, see {@link BridgeConfiguration#FORGET}. */
    public static final int MOST_DAYS = 90;

    private final BridgeReader reader;
    private final RunTimeBridges atRunTime;
    private final ImportTable table;
    private final Clock clock;

    Imports(BridgeReader reader, RunTimeBridges atRunTime, ImportTable table, Clock clock) {
        this.reader = reader;
        this.atRunTime = atRunTime;
        this.table = table;
        this.clock = clock;
    }

    /**
     * A bridge that is in force.
     *
     * @param inFile whether it stands in the configuration file; else it was set at run time
     * @param inbox its name or number
     * @param progress of its last import; null where there was none
     */
    public record Bridge(
            String name,
            String instance,
            boolean inFile,
            @Nullable String inbox,
            List<String> destinations,
            @Nullable Progress progress) {

        public Bridge {
            destinations = List.copyOf(destinations);
        }
    }

    /** Whether an import goes on. */
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From when to when an import goes, and the moment before which all is taken. */
    public record Stretch(int days, Instant from, Instant to, Instant at) {

        /** How much of the time is done, 0 to 1. */
        public double done() {
            long whole = Duration.between(from, to).toSeconds();
            return whole <= 0 ? 1 : (double) Duration.between(from, at).toSeconds() / whole;
        }
    }

    /**
     * How far an import has come.
     *
     * @param reason why it has failed, or was done before its end; while it runs, why it waits
     * @param finishedAt null while it runs
     */
    public record Progress(
            State state,
            Stretch stretch,
            Tally tally,
            @Nullable String reason,
            Instant startedAt,
            @Nullable Instant finishedAt) {}

    /** What became of the wish for an import. */
    public sealed interface Start {

        record Begun(Progress progress) implements Start {}

        /** One is running. */
        record Running() implements Start {}

        /** The instance has no bridge. */
        record NoBridge() implements Start {}
    }

    /** All bridges, by name. */
    public Mono<List<Bridge>> bridges() {
        return table.all()
                .collectMap(ImportTable.Entry::bridge, ImportTable.Entry::progress)
                .map(imports -> reader.plans().values().stream()
                        .map(plan -> bridge(plan, imports))
                        .sorted(Comparator.comparing(Bridge::name))
                        .collect(Collectors.toUnmodifiableList()));
    }

    private Bridge bridge(Plan plan, Map<String, Progress> imports) {
        Plan.Side side = plan.chatwoot();
        String instance = String.valueOf(plan.instance());
        Bridged names = new Bridged(plan.name(), instance, null, List.of());
        return new Bridge(
                plan.name(),
                instance,
                !atRunTime.has(instance),
                side == null ? null : side.inbox().name(),
                List.of(names.toChatwoot(), names.toWhatsApp()),
                imports.get(plan.name()));
    }

    /** Begins to import the last days, 1 to {@link #MOST_DAYS} of them. */
    public Mono<Start> start(String instance, int days) {
        return Mono.defer(() -> {
            Plan plan = reader.plans().get(instance);
            if (plan == null) {
                return Mono.just(new Start.NoBridge());
            }
            Instant until = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            Instant since = until.minus(Duration.ofDays(days));
            return table.start(plan.name(), instance, new Stretch(days, since, until, since))
                    .<Start>map(Start.Begun::new)
                    .defaultIfEmpty(new Start.Running());
        });
    }

    /** The last import of an instance's bridge; empty where there was none. */
    public Mono<Progress> find(String instance) {
        return table.find(instance).map(ImportTable.Entry::progress);
    }

    /** Ends it: what is written stays. Emits how it stands then; empty where there was none. */
    public Mono<Progress> cancel(String instance) {
        return table.cancel(instance)
                .doOnNext(entry -> log.info(
                        "event=import-cancelled bridge={} instance={} at={}",
                        entry.bridge(),
                        instance,
                        entry.progress().stretch().at()))
                .map(ImportTable.Entry::progress)
                .switchIfEmpty(Mono.defer(() -> find(instance)));
    }
}
