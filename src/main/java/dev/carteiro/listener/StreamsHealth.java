package dev.carteiro.listener;

import dev.carteiro.event.Canonical;
import java.util.List;
import java.util.function.Supplier;
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
 * The health of each stream. It never says down: an Evolution server's fault is no reason to restart us, or to send us no
 * more webhooks. Everybody may look, so it tells neither addresses nor what somebody else has said.
 */
final class StreamsHealth implements CompositeReactiveHealthContributor {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final Supplier<List<StreamReport>> reports;

    StreamsHealth(Supplier<List<StreamReport>> reports) {
        this.reports = reports;
    }

    @Override
    public @Nullable ReactiveHealthContributor getContributor(String name) {
        return reports.get().stream()
                .filter(report -> report.source().equals(name))
                .findFirst()
                .map(StreamsHealth::indicator)
                .orElse(null);
    }

    @Override
    public Stream<ReactiveHealthContributors.Entry> stream() {
        return reports.get().stream()
                .map(report -> new ReactiveHealthContributors.Entry(report.source(), indicator(report)));
    }

    private static ReactiveHealthIndicator indicator(StreamReport report) {
        return () -> Mono.just(health(report));
    }

    static Health health(StreamReport report) {
        Health.Builder health = Health.status(status(report))
                .withDetail("state", report.state().word())
                .withDetail("since", Canonical.time(report.since()))
                .withDetail("reconnects", report.reconnects())
                .withDetail("lagMs", report.lag().toMillis());
        return report.lastEventAt() == null
                ? health.build()
                : health.withDetail("lastEventAt", Canonical.time(report.lastEventAt()))
                        .build();
    }

    private static Status status(StreamReport report) {
        return switch (report.state()) {
            case STANDBY, CONNECTING, CONNECTED -> Status.UP;
            case LOST, REFUSED -> DEGRADED;
        };
    }
}
