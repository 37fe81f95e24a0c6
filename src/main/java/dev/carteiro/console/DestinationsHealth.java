package dev.carteiro.console;

import dev.carteiro.delivery.DeliveryWatch;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.delivery.Recent;
import dev.carteiro.event.Canonical;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/**
 * The health of each destination that is configured now. It never says down: a destination's fault is no reason to restart
 * us, or to send us no more webhooks. Everybody may look, so it asks the database nothing, and tells numbers and words of
 * our own, but neither addresses nor anything that somebody else has said.
 */
final class DestinationsHealth implements CompositeReactiveHealthContributor {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final DeliveryWatch watch;

    DestinationsHealth(DeliveryWatch watch) {
        this.watch = watch;
    }

    @Override
    public @Nullable ReactiveHealthContributor getContributor(String name) {
        return watch.configured(name).map(DestinationsHealth::indicator).orElse(null);
    }

    @Override
    public Stream<ReactiveHealthContributors.Entry> stream() {
        return watch.configured().stream()
                .map(report -> new ReactiveHealthContributors.Entry(report.name(), indicator(report)));
    }

    private static ReactiveHealthIndicator indicator(DestinationReport report) {
        return () -> Mono.just(health(report));
    }

    static Health health(DestinationReport report) {
        Health.Builder health = Health.status(status(report))
                .withDetail("state", report.state().word())
                .withDetail("since", Canonical.time(report.since()))
                .withDetail("backlog", report.backlog().tally().pending())
                .withDetail("dead", report.backlog().tally().dead());
        Recent.Failure failure = report.recent().lastFailure();
        return failure == null
                ? health.build()
                : health.withDetail("lastErrorAt", Canonical.time(failure.at()))
                        .withDetail(
                                "lastErrorStatus",
                                failure.status() == null ? "no answer" : String.valueOf(failure.status()))
                        .build();
    }

    /** One that asks for patience is well: it says so itself, and when to come again. */
    private static Status status(DestinationReport report) {
        return switch (report.state()) {
            case RUNNING, QUIET -> Status.UP;
            case PAUSED, DISABLED, OPEN, NOT_CONFIGURED -> DEGRADED;
        };
    }
}
