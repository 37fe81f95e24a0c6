package dev.carteiro.stream;

import dev.carteiro.eventlog.EventFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may see, and until when.
 *
 * @param until when the stream ends, whatever happens
 * @param lastWord what it ends with
 */
record Grant(EventFilter scope, Instant until, Signal lastWord) {

    private static final String ALL = "*";

    /** An administrator is asked again now and then: the session may be over. */
    private static final Duration ADMINISTRATOR = Duration.ofHours(1);

    /** For whoever may see everything: comes back at once, and is let in if that is still so. */
    static Grant everything(Instant now) {
        return new Grant(EventFilter.ALL, now.plus(ADMINISTRATOR), Watchers.farewell());
    }

    /** For whoever has a token. */
    static Grant of(EventFilter scope, Instant until) {
        return new Grant(scope, until, Words.expired());
    }

    /** The instances that are asked for, or all that may be seen where none are; null, and {@code *}, for all. */
    @Nullable List<String> instances(@Nullable List<String> asked) {
        List<String> mine = scope.instances();
        if (asked == null || mine == null) {
            return asked == null || asked.contains(ALL) ? mine : asked;
        }
        return within(
                asked,
                mine.containsAll(asked),
                "The token is good for the instances " + mine + ", not for " + asked + ".");
    }

    /** The same for types: each pattern that is asked for has to lie within one that may be seen. */
    @Nullable List<String> types(@Nullable List<String> asked) {
        List<String> mine = scope.types();
        if (asked == null || mine == null) {
            return asked == null ? mine : asked;
        }
        boolean allowed =
                asked.stream().allMatch(one -> mine.stream().anyMatch(pattern -> EventFilter.fits(one, pattern)));
        return within(asked, allowed, "The token is good for the types " + mine + ", not for " + asked + ".");
    }

    private static List<String> within(List<String> asked, boolean allowed, String otherwise) {
        if (!allowed) {
            throw StreamProblem.forbidden(otherwise);
        }
        return asked;
    }
}
