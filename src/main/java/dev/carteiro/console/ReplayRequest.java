package dev.carteiro.console;

import dev.carteiro.config.Rate;
import dev.carteiro.delivery.DeliveryFilter;
import dev.carteiro.delivery.DeliveryState;
import dev.carteiro.delivery.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay that somebody asks for.
 *
 * @param dryRun only to be told what it would be
 * @param confirm so many are meant; absent where nothing was said of that
 */
record ReplayRequest(
        DeliveryFilter filter,
        Policy.Rate rate,
        boolean dryRun,
        @Nullable Long confirm) {

    static final List<String> MEMBERS = List.of(
            "destination",
            "state",
            "type",
            "conversation",
            "instance",
            "since",
            "until",
            "reason",
            "rate",
            "dryRun",
            "confirm");

    static final String EXAMPLE =
            "{\"destination\": \"crm\", \"state\": \"dead\", \"since\": \"2h\", \"dryRun\": true}";

    /** Fast enough to be no wait, and slow enough for the database to do other things besides. */
    private static final Policy.Rate USUAL = new Policy.Rate(1_000, Duration.ofSeconds(1));

    /** So many may go without being confirmed. */
    private static final int UNCONFIRMED = 10_000;

    /** Throws an {@link ApiProblem} that names what makes no sense. */
    static ReplayRequest of(Members members, Instant now) {
        String destination = members.text("destination");
        if (destination == null) {
            throw ApiProblem.badRequest("destination is missing; send something like " + EXAMPLE + ".");
        }
        DeliveryFilter filter = new DeliveryFilter(
                destination,
                state(members.text("state")),
                members.text("type"),
                members.text("conversation"),
                members.text("instance"),
                moment(members, "since", now),
                moment(members, "until", now),
                members.text("reason"));
        check(filter);
        return new ReplayRequest(
                filter,
                rate(members.text("rate")),
                Boolean.TRUE.equals(members.bool("dryRun")),
                members.number("confirm"));
    }

    private static DeliveryState state(@Nullable String word) {
        return switch (word) {
            case null -> DeliveryState.DEAD;
            case "dead" -> DeliveryState.DEAD;
            case "delivered" -> DeliveryState.DELIVERED;
            default -> throw ApiProblem.badRequest("state is dead or delivered, not \"" + word + "\".");
        };
    }

    private static @Nullable Instant moment(Members members, String name, Instant now) {
        String text = members.text(name);
        return text == null ? null : Parameters.moment(name, text, now);
    }

    private static void check(DeliveryFilter filter) {
        if (filter.reason() != null && filter.state() != DeliveryState.DEAD) {
            throw ApiProblem.badRequest("reason is for dead letters; what has arrived has none.");
        }
        if (filter.since() != null && filter.until() != null && !filter.since().isBefore(filter.until())) {
            throw ApiProblem.badRequest(
                    "Nothing is between since and until: " + filter.since() + " is not before " + filter.until() + ".");
        }
    }

    private static Policy.Rate rate(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        try {
            Rate rate = Rate.parse(text);
            return new Policy.Rate(rate.permits(), rate.per());
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest("rate: " + e.getMessage() + ".");
        }
    }

    /** Whether so many may go. */
    boolean confirms(long matching) {
        return matching <= UNCONFIRMED || (confirm != null && confirm >= matching);
    }
}
