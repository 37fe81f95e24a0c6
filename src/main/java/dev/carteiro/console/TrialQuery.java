package dev.carteiro.console;

import dev.carteiro.eventlog.ReceivedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which events a trial looks at.
 *
 * @param limit how many of them at most, the newest first
 */
record TrialQuery(ReceivedQuery events, int limit) {

    private static final Set<String> NAMES = Set.of("since", "until", "limit", "source", "type");
    private static final Duration USUAL = Duration.ofHours(24);
    private static final int USUAL_LIMIT = 10_000;
    private static final int LARGEST_LIMIT = 100_000;

    /** What {@code request} asks for; throws an {@link ApiProblem} where that makes no sense. */
    static TrialQuery of(ServerRequest request, Instant now) {
        Parameters parameters = Parameters.of(request, NAMES);
        Instant told = parameters.moment("until", now);
        Instant until = told == null || told.isAfter(now) ? now : told;
        Instant from = parameters.moment("since", now);
        Instant since = from == null ? until.minus(USUAL) : from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
        if (!since.isBefore(until)) {
            throw ApiProblem.badRequest(
                    "Nothing is between since and until: " + since + " is not before " + until + ".");
        }
        return new TrialQuery(
                new ReceivedQuery(since, until, parameters.text("source"), parameters.text("type")),
                parameters.limit(USUAL_LIMIT, LARGEST_LIMIT));
    }
}
