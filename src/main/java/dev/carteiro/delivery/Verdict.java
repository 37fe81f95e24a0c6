package dev.carteiro.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

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
            case Outcome.Gone gone -> new Dead(gone.reason());
            // Not the event's fault: neither its number of attempts nor its age is held against it.
            case Outcome.Postponed postponed -> new Later(postponed.after());
            case Outcome.Barred barred -> new Later(barred.after());
            case Outcome.Underway underway -> new Later(underway.after());
            case Outcome.Deferred deferred
            when deferred.after() != null -> unlessTooOld(deferred.after(), deferred, delivery, retry, now);
            case Outcome.Deferred deferred -> deferred(deferred, delivery, retry, now, random);
        };
    }

    private static Verdict deferred(
            Outcome.Deferred deferred, Delivery delivery, Policy.Retry retry, Instant now, RandomGenerator random) {
        int spent = delivery.spent() + 1;
        if (spent > retry.schedule().size()) {
            return new Dead("gave up after " + (delivery.attempts() + 1) + " attempts; the last: " + deferred.reason());
        }
        Duration delay = jittered(retry.schedule().get(spent - 1), retry.jitter(), random);
        return unlessTooOld(delay, deferred, delivery, retry, now);
    }

    /** A delay that would end beyond the greatest age ends with it: the last try is not given up for a long delay before it. */
    private static Verdict unlessTooOld(
            Duration delay, Outcome.Deferred deferred, Delivery delivery, Policy.Retry retry, Instant now) {
        Duration left = Duration.between(now, delivery.createdAt().plus(retry.maxAge()));
        if (!left.isPositive()) {
            return new Dead("older than max-age; the last: " + deferred.reason());
        }
        return new Later(delay.compareTo(left) < 0 ? delay : left);
    }

    private static Duration jittered(Duration delay, double jitter, RandomGenerator random) {
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(delay.toMillis() * factor));
    }
}
