package dev.carteiro.delivery;

import dev.carteiro.store.Call;
import dev.carteiro.store.Series;
import dev.carteiro.store.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settlements as the columns that {@link Settling}'s statement takes. */
final class SettledRows {

    private SettledRows() {}

    static Call bound(Call statement, List<Settlement> group) {
        return companions(bind(statement, group), group);
    }

    private static Call bind(Call statement, List<Settlement> group) {
        return statement
                .bind("event", Series.longs(group, one -> one.delivery().position()))
                .bind("destination", Series.texts(group, one -> one.delivery().destination()))
                .bind("lease", Series.longs(group, one -> one.delivery().lease()))
                .bind("verdict", Series.texts(group, SettledRows::verdict))
                .bind("delay", Series.longs(group, SettledRows::delay))
                .bind("attempts", Series.integers(group, one -> one.delivery().attempts() + (postponed(one) ? 0 : 1)))
                .bind("spent", Series.integers(group, one -> one.delivery().spent() + (costs(one) ? 1 : 0)))
                .bind("number", Series.integers(group, one -> one.delivery().attempts() + 1))
                .bind("at", Series.longs(group, one -> one.startedAt().toEpochMilli()))
                .bind("cause", Series.texts(group, one -> one.delivery().cause()))
                .bind("outcome", Series.texts(group, SettledRows::outcome))
                .bind("status", Series.integers(group, one -> one.outcome().answer(), Answer::status))
                .bind("latency", Series.integers(group, Settlement::latency))
                .bind("error", Series.texts(group, SettledRows::error))
                .bind("response", Series.texts(group, SettledRows::response))
                .bind("several", Series.flags(group, one -> !one.companions().isEmpty()));
    }

    private static Call companions(Call statement, List<Settlement> group) {
        List<Companion> all = new ArrayList<>();
        for (Settlement one : group) {
            for (long event : one.companions()) {
                all.add(new Companion(event, one.delivery()));
            }
        }
        return statement
                .bind("companion", Series.longs(all, Companion::event))
                .bind("head", Series.longs(all, one -> one.head().position()))
                .bind("headDestination", Series.texts(all, one -> one.head().destination()));
    }

    private record Companion(long event, Delivery head) {}

    private static boolean postponed(Settlement one) {
        return one.outcome() instanceof Outcome.Postponed;
    }

    /** A destination that says when to come again asks for patience: that uses up nothing of the schedule. */
    private static boolean costs(Settlement one) {
        return switch (one.outcome()) {
            case Outcome.Delivered delivered -> false;
            case Outcome.Deferred deferred -> deferred.after() == null;
            case Outcome.Refused refused -> true;
            case Outcome.Gone gone -> true;
            case Outcome.Barred barred -> false;
            case Outcome.Underway underway -> false;
            case Outcome.Postponed postponed -> false;
        };
    }

    private static String verdict(Settlement one) {
        return switch (one.verdict()) {
            case Verdict.Done done -> "done";
            case Verdict.Later later -> "later";
            case Verdict.Dead dead -> "dead";
        };
    }

    private static long delay(Settlement one) {
        return one.verdict() instanceof Verdict.Later later ? later.delay().toMillis() : 0;
    }

    /** Null for what was not attempted: that leaves no trace in the log of attempts. */
    private static @Nullable String outcome(Settlement one) {
        return switch (one.outcome()) {
            case Outcome.Delivered delivered -> "delivered";
            case Outcome.Deferred deferred -> "deferred";
            case Outcome.Refused refused -> "refused";
            case Outcome.Gone gone -> "refused";
            case Outcome.Barred barred -> "deferred";
            case Outcome.Underway underway -> "underway";
            case Outcome.Postponed postponed -> null;
        };
    }

    private static @Nullable String response(Settlement one) {
        Answer answer = one.outcome().answer();
        return answer == null || answer.excerpt().isEmpty() ? null : Text.storable(answer.excerpt());
    }

    private static @Nullable String error(Settlement one) {
        return Text.storable(
                switch (one.outcome()) {
                    case Outcome.Delivered delivered -> null;
                    case Outcome.Deferred deferred ->
                        one.verdict() instanceof Verdict.Dead dead ? dead.reason() : deferred.reason();
                    case Outcome.Refused refused -> refused.reason();
                    case Outcome.Gone gone -> gone.reason();
                    case Outcome.Barred barred -> barred.reason();
                    case Outcome.Underway underway -> underway.reason();
                    case Outcome.Postponed postponed -> postponed.reason();
                });
    }
}
