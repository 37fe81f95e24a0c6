package dev.carteiro.delivery;

import dev.carteiro.store.Call;
import dev.carteiro.store.Text;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settlements as the columns that {@link Settling}'s statement takes. */
final class SettledRows {

    private SettledRows() {}

    static Call bound(Call statement, List<Settlement> group) {
        return companions(bind(statement, group), group);
    }

    private static Call bind(Call statement, List<Settlement> group) {
        return statement
                .bind("event", longs(group, one -> one.delivery().position()))
                .bind("destination", strings(group, one -> one.delivery().destination()))
                .bind("lease", longs(group, one -> one.delivery().lease()))
                .bind("verdict", strings(group, SettledRows::verdict))
                .bind("delay", longs(group, SettledRows::delay))
                .bind("attempts", integers(group, one -> one.delivery().attempts() + (postponed(one) ? 0 : 1)))
                .bind("spent", integers(group, one -> one.delivery().spent() + (costs(one) ? 1 : 0)))
                .bind("number", integers(group, one -> one.delivery().attempts() + 1))
                .bind("at", longs(group, one -> one.startedAt().toEpochMilli()))
                .bind("cause", strings(group, one -> one.delivery().cause()))
                .bind("outcome", strings(group, SettledRows::outcome))
                .bind("status", integers(group, SettledRows::status))
                .bind("latency", integers(group, Settlement::latency))
                .bind("error", strings(group, SettledRows::error))
                .bind("response", strings(group, SettledRows::response))
                .bind(
                        "several",
                        group.stream().map(one -> !one.companions().isEmpty()).toArray(Boolean[]::new));
    }

    private static Call companions(Call statement, List<Settlement> group) {
        List<Companion> all = group.stream()
                .flatMap(one -> one.companions().stream().map(event -> new Companion(event, one.delivery())))
                .toList();
        return statement
                .bind("companion", all.stream().map(Companion::event).toArray(Long[]::new))
                .bind("head", all.stream().map(one -> one.head().position()).toArray(Long[]::new))
                .bind(
                        "headDestination",
                        all.stream().map(one -> one.head().destination()).toArray(String[]::new));
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

    private static @Nullable Integer status(Settlement one) {
        Answer answer = one.outcome().answer();
        return answer == null ? null : answer.status();
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

    private static @Nullable String[] strings(List<Settlement> group, Function<Settlement, @Nullable String> column) {
        @Nullable String[] values = new @Nullable String[group.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(group.get(i));
        }
        return values;
    }

    private static @Nullable Integer[] integers(
            List<Settlement> group, Function<Settlement, @Nullable Integer> column) {
        @Nullable Integer[] values = new @Nullable Integer[group.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(group.get(i));
        }
        return values;
    }

    private static Long[] longs(List<Settlement> group, Function<Settlement, Long> column) {
        return group.stream().map(column).toArray(Long[]::new);
    }
}
