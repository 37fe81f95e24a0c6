package dev.carteiro.stream;

import dev.carteiro.eventlog.EventFilter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may see, and until when.
 *
 * @param until null for one who has the admin token
 */
record Grant(EventFilter scope, @Nullable Instant until) {

    static final Grant EVERYTHING = new Grant(EventFilter.ALL, null);

    /** The instances that are asked for, or all that may be seen where none are; null for all. */
    @Nullable List<String> instances(@Nullable List<String> asked) {
        List<String> mine = scope.instances();
        if (asked == null || mine == null) {
            return asked == null ? mine : asked;
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
