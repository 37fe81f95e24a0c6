package dev.carteiro.bridge;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at every bridge from both of its ends, and says what is wrong with it and what to do. */
public final class Doctor {

    /** How long anything is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Each costs both ends a few calls. */
    private static final int AT_ONCE = 16;

    private final Supplier<? extends Collection<Plan>> bridges;
    private final Function<Plan, Flux<Finding>> examination;

    Doctor(Supplier<? extends Collection<Plan>> bridges, Function<Plan, Flux<Finding>> examination) {
        this.bridges = bridges;
        this.examination = examination;
    }

    /** How one thing is. */
    public enum Verdict {
        OK,
        PROBLEM,
        /** Somebody who would know did not say. */
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was found out about one thing, without secrets and phone numbers.
     *
     * @param check what was looked at
     * @param remedy what to do; absent where nothing is to be done
     */
    public record Finding(
            String check,
            Verdict verdict,
            String detail,
            @Nullable String remedy) {

        static Finding ok(String check, String detail) {
            return new Finding(check, Verdict.OK, detail, null);
        }

        static Finding problem(String check, String detail, String remedy) {
            return new Finding(check, Verdict.PROBLEM, detail, remedy);
        }

        static Finding unknown(String check, String detail) {
            return new Finding(check, Verdict.UNKNOWN, detail, null);
        }

        static Finding unknown(String check, String detail, String remedy) {
            return new Finding(check, Verdict.UNKNOWN, detail, remedy);
        }
    }

    /** One bridge, and all that was found out about it. */
    public record Diagnosis(String bridge, String instance, List<Finding> findings) {

        public Diagnosis {
            findings = List.copyOf(findings);
        }

        /** Whether nothing is to be done. */
        public boolean well() {
            return findings.stream().allMatch(finding -> finding.remedy() == null);
        }
    }

    /** All bridges, by their names. */
    public Flux<Diagnosis> all() {
        return Flux.defer(() -> Flux.fromStream(bridges.get().stream().sorted(Comparator.comparing(Plan::name))))
                .flatMapSequential(this::examined, AT_ONCE);
    }

    /** The bridge of an instance; empty where there is none. */
    public Mono<Diagnosis> of(String instance) {
        return Flux.defer(() -> Flux.fromIterable(bridges.get()))
                .filter(plan -> instance.equals(plan.instance()))
                .next()
                .flatMap(this::examined);
    }

    private Mono<Diagnosis> examined(Plan plan) {
        String instance = plan.instance() == null ? plan.name() : plan.instance();
        return examination.apply(plan).collectList().map(findings -> new Diagnosis(plan.name(), instance, findings));
    }
}
