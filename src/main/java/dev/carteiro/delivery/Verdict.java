package dev.carteiro.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What follows from an outcome under a destination's policy. */
sealed interface Verdict {

    /** The row leaves the queue. */
    record Done() implements Verdict {}

    /** The row stays, due again after {@code delay}. */
    record Later(Duration delay) implements Verdict {}

    /** The row stays as a dead letter; the lane goes on without it. */
    record Dead(String reason) implements Verdict {}

    static Verdict of(Delivery delivery, Outcome outcome, Policy.Retry retry, Instant now, RandomGenerator random) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> new Done();
            case Outcome.Refused refused -> new Dead(refused.reason());
            case Outcome.Postponed postponed ->
                unlessTooOld(postponed.after(), postponed.reason(), delivery, retry, now);
            case Outcome.Deferred deferred -> deferred(deferred, delivery, retry, now, random);
        };
    }

    private static Verdict deferred(
            Outcome.Deferred deferred, Delivery delivery, Policy.Retry retry, Instant now, RandomGenerator random) {
        int made = delivery.attempts() + 1;
        if (made > retry.schedule().size()) {
            return new Dead("gave up after " + made + " attempts; the last: " + deferred.reason());
        }
        Duration delay = jittered(retry.schedule().get(made - 1), retry.jitter(), random);
        return unlessTooOld(longer(delay, deferred.after()), deferred.reason(), delivery, retry, now);
    }

    private static Verdict unlessTooOld(
            Duration delay, String reason, Delivery delivery, Policy.Retry retry, Instant now) {
        boolean tooOld = now.plus(delay).isAfter(delivery.createdAt().plus(retry.maxAge()));
        return tooOld ? new Dead("older than max-age; the last: " + reason) : new Later(delay);
    }

    private static Duration longer(Duration delay, @Nullable Duration asked) {
        return asked != null && asked.compareTo(delay) > 0 ? asked : delay;
    }

    private static Duration jittered(Duration delay, double jitter, RandomGenerator random) {
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(delay.toMillis() * factor));
    }
}
