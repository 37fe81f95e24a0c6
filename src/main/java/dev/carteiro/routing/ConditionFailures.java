package dev.carteiro.routing;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the conditions that could not be evaluated, and tells of each route at most once a minute. */
final class ConditionFailures {

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Logger log = LoggerFactory.getLogger(ConditionFailures.class);

    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    ConditionFailures(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** {@code error} is a code and never a message, since a message may quote the event. */
    void failed(String route, String type, String error) {
        meters.counter("carteiro.routing.condition.failures", "route", route).increment();
        Instant now = clock.instant();
        Instant last = told.get(route);
        boolean due = last == null || !now.isBefore(last.plus(QUIET));
        if (due && (last == null ? told.putIfAbsent(route, now) == null : told.replace(route, last, now))) {
            log.warn("event=condition-failed route=\"{}\" type={} error={} match=false", route, type, error);
        }
    }
}
