package dev.carteiro.console;

import dev.carteiro.delivery.DeliveryReport;
import dev.carteiro.delivery.DeliveryWatch;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.delivery.Overrides;
import dev.carteiro.delivery.Retries;
import dev.carteiro.store.Cause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.dao.DataAccessException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code /actuator/deliveries}: what is late and why, and the first things to do about it. */
@WebEndpoint(id = "deliveries")
final class DeliveriesEndpoint {

    private static final Logger log = LoggerFactory.getLogger(DeliveriesEndpoint.class);

    /** Longer than a reading is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final String UNANSWERED = "The database does not answer, so it is not known whether that was done."
            + " Try again: each operation may be done twice.";

    private final DeliveryWatch watch;
    private final Overrides overrides;
    private final Retries retries;

    DeliveriesEndpoint(DeliveryWatch watch, Overrides overrides, Retries retries) {
        this.watch = watch;
        this.overrides = overrides;
        this.retries = retries;
    }

    private enum Operation {
        RETRY,
        PAUSE,
        RESUME,
        ENABLE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Operation of(@Nullable String word) {
            return Arrays.stream(values())
                    .filter(operation -> operation.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> ApiProblem.badRequest(unknown(word)));
        }

        private static String unknown(@Nullable String word) {
            String known = Arrays.stream(values()).map(Operation::word).collect(Collectors.joining(", "));
            return (word == null ? "The body names no operation" : "There is no operation \"" + word + "\"")
                    + "; send {\"operation\": \"…\"} with one of " + known + ".";
        }
    }

    /** {@code GET}: all destinations. */
    @ReadOperation
    public Mono<JsonNode> all() {
        return answered(watch.report().map(DeliveriesJson::all));
    }

    /** {@code GET …/{name}}: one destination; 404 where there is none of that name. */
    @ReadOperation
    public Mono<JsonNode> one(@Selector String name) {
        return answered(report(name).map(DeliveriesJson::one));
    }

    /** {@code POST …/{name}}: does something about one destination, and answers how it stands then. */
    @WriteOperation
    public Mono<JsonNode> operate(@Selector String name, @Nullable String operation) {
        return Mono.fromSupplier(() -> Operation.of(operation))
                .zipWhen(known -> report(name).filter(report -> report.status() != null))
                .switchIfEmpty(Mono.error(() -> ApiProblem.notFound(
                        "The destination " + name + " is no longer configured; its deliveries wait for its return.")))
                .flatMap(both -> answered(run(both.getT1(), name)));
    }

    /** An answer within a time, whatever the database does. */
    static <T> Mono<T> answered(Mono<T> work) {
        return work.timeout(PATIENCE)
                .onErrorMap(
                        failure -> failure instanceof TimeoutException || failure instanceof DataAccessException,
                        failure -> {
                            log.warn("event=operation-unanswered cause=\"{}\"", Cause.of(failure));
                            return ApiProblem.unavailable(UNANSWERED);
                        });
    }

    private Mono<JsonNode> run(Operation operation, String name) {
        Mono<Long> done = switch (operation) {
            case RETRY -> retries.dueNow(name);
            case PAUSE -> overrides.patch(name, null, true).thenReturn(0L);
            case RESUME -> overrides.resume(name).thenReturn(0L);
            case ENABLE -> overrides.enable(name).thenReturn(0L);
        };
        return done.flatMap(count -> report(name)
                .map(report ->
                        DeliveriesJson.done(operation.word(), operation == Operation.RETRY ? count : null, report)));
    }

    private Mono<DestinationReport> report(String name) {
        return watch.report()
                .map(DeliveryReport::destinations)
                .flatMap(all -> Mono.justOrEmpty(named(name, all))
                        .switchIfEmpty(Mono.error(() -> ApiProblem.notFound(absent(name, all)))));
    }

    private static Optional<DestinationReport> named(String name, List<DestinationReport> all) {
        return all.stream().filter(report -> report.name().equals(name)).findFirst();
    }

    private static String absent(String name, List<DestinationReport> reports) {
        return "There is no destination " + name + "; "
                + (reports.isEmpty()
                        ? "none is configured."
                        : "there are "
                                + reports.stream().map(DestinationReport::name).collect(Collectors.joining(", "))
                                + ".");
    }
}
