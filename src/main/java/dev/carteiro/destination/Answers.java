package dev.carteiro.destination;

import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an HTTP status means for a delivery. */
final class Answers {

    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** Refused and retried by nobody, whatever {@code refuse} says: RFC 9110, 15.5.11. */
    private static final int GONE = 410;

    private final @Nullable List<Integer> refuse;
    private final Duration longestPause;
    private final Clock clock;

    /**
     * {@code refuse} are the statuses that no retry can mend; null means every 4xx but 408, 425 and 429. A destination may ask
     * for patience up to {@code longestPause}, not for oblivion.
     */
    Answers(@Nullable List<Integer> refuse, Duration longestPause, Clock clock) {
        this.refuse = refuse;
        this.longestPause = longestPause;
        this.clock = clock;
    }

    Outcome outcome(int status, @Nullable String retryAfter, Answer answer) {
        if (status >= 200 && status < 300) {
            return new Outcome.Delivered(answer);
        }
        if (status >= 300 && status < 400) {
            return new Outcome.Refused("status " + status + ": redirects are not followed", answer);
        }
        if (status == GONE) {
            return new Outcome.Gone("status 410: the destination is gone", answer);
        }
        if (refused(status)) {
            return new Outcome.Refused("status " + status, answer);
        }
        return new Outcome.Deferred("status " + status, pause(retryAfter), answer);
    }

    private boolean refused(int status) {
        if (refuse != null) {
            return refuse.contains(status);
        }
        return status >= 400 && status < 500 && !PASSING.contains(status);
    }

    /** {@code Retry-After} is a number of seconds or a date (RFC 9110, 10.2.3); anything else is no wish at all. */
    private @Nullable Duration pause(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        Duration asked = seconds(retryAfter.strip());
        if (asked == null) {
            asked = date(retryAfter.strip());
        }
        if (asked == null || !asked.isPositive()) {
            return null;
        }
        return asked.compareTo(longestPause) > 0 ? longestPause : asked;
    }

    private static @Nullable Duration seconds(String text) {
        boolean digits = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Duration.ofSeconds(Long.parseLong(text)) : null;
    }

    private @Nullable Duration date(String text) {
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
            return Duration.between(clock.instant(), until);
        } catch (DateTimeParseException neither) {
            return null;
        }
    }
}
