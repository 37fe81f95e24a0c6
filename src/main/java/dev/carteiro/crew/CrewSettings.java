package dev.carteiro.crew;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.carteiro.destination.DestinationSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A destination of the type crewai.
 *
 * @param token shown as {@code Authorization: Bearer}
 * @param inputs JSONata over the canonical event, for the inputs of a kickoff; absent for the usual ones
 * @param answer JSON pointer to the answer, tried before the usual places
 * @param result how a run's end is learned; absent for a callback where others can reach us
 * @param statusUrl where a job of an endpoint of one's own is asked after, with {@code {id}} for its number
 * @param repeat whether the crew may be asked once more where nobody knows whether it has been
 * @param humanInput who answers what a crew asks in the middle of a run
 */
record CrewSettings(
        @JsonUnwrapped DestinationSettings http,
        @DefaultValue("webhook") Mode mode,
        @Nullable String token,
        @Nullable String inputs,
        @Nullable String answer,
        @Nullable Result result,
        @DefaultValue Poll poll,
        @Nullable String statusUrl,
        @DefaultValue("false") boolean repeat,
        @Nullable HumanInput humanInput,
        @JsonUnwrapped Manners manners) {

    /** Crews think for up to two minutes, as far as anybody has seen. */
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    CrewSettings {
        if (mode == Mode.KICKOFF && (http.format() != null || http.transform() != null)) {
            throw new IllegalArgumentException(
                    "has mode: kickoff, which sends inputs and no event; say with inputs what they are");
        }
        if (mode == Mode.KICKOFF
                && (!http.signingSecret().isEmpty()
                        || http.http2()
                        || http.policy().timeout() != null)) {
            throw new IllegalArgumentException(
                    "has mode: kickoff, for which there is no signing-secret, http2 or timeout;"
                            + " poll.give-up says how long a run may take");
        }
        if (mode == Mode.WEBHOOK && (result != null || humanInput != null)) {
            throw new IllegalArgumentException("has mode: webhook, for which there is no result or human-input");
        }
        if (mode == Mode.WEBHOOK && inputs != null) {
            throw new IllegalArgumentException(
                    "has inputs, which are for mode: kickoff; say with format or transform what is posted");
        }
        if (answer != null && !answer.startsWith("/")) {
            throw new IllegalArgumentException(
                    "answer is a JSON pointer such as /result/raw, but is \"" + answer + "\"");
        }
        if (statusUrl != null && !statusUrl.contains("{id}")) {
            throw new IllegalArgumentException(
                    "status-url needs {id} where the job's number belongs, as in http://crew:8000/status/{id}");
        }
    }

    HumanInput whoAnswers() {
        return humanInput == null ? HumanInput.AGENTS : humanInput;
    }

    /** Where a run or a job is asked after; below the crew's own address where nothing else is said. */
    String whereToAsk() {
        return statusUrl == null ? "/status/{id}" : statusUrl;
    }

    /** Not even by accident. */
    @Override
    public String toString() {
        return mode + " " + http.url();
    }

    /** An event is posted and the answer read, or a run of CrewAI's platform is kicked off. */
    enum Mode {
        WEBHOOK,
        KICKOFF
    }

    /** The platform calls us when it is done, or is asked. */
    enum Result {
        CALLBACK,
        POLL
    }

    /** The people of the team, in a private note, or the customer. */
    enum HumanInput {
        AGENTS,
        CUSTOMER
    }

    /** An answer that people were faster than is dropped, or kept as a private note. */
    enum Late {
        DROP,
        NOTE
    }

    /** How often a run is asked after, and when it is given up. */
    record Poll(
            @DefaultValue("2s") Duration every,
            @DefaultValue("10m") Duration giveUp) {
        Poll {
            if (every.toMillis() < 100) {
                throw new IllegalArgumentException("every must be 100ms or more, but is " + every);
            }
            if (giveUp.compareTo(every) < 0) {
                throw new IllegalArgumentException("give-up must be no less than every, but is " + giveUp);
            }
        }
    }

    /**
     * How the agent behaves among people.
     *
     * @param unlessHuman whether it yields to them
     * @param statuses of the conversation in Chatwoot, in which it answers
     * @param humanFor for how long after a person has written it is silent, unless the conversation is given back before
     * @param late what becomes of an answer that people were faster than
     * @param mostPerMinute so many answers a conversation gets in a minute: two bots must not talk for ever
     * @param typing whether the customer sees that somebody types while the crew works
     */
    record Manners(
            @DefaultValue("true") boolean unlessHuman,
            @DefaultValue("pending") List<String> statuses,
            @DefaultValue("12h") Duration humanFor,
            @DefaultValue("drop") Late late,
            @DefaultValue("10") int mostPerMinute,
            @DefaultValue("true") boolean typing) {

        private static final Set<String> KNOWN = Set.of("open", "pending", "resolved", "snoozed");

        Manners {
            statuses = List.copyOf(statuses);
            if (!KNOWN.containsAll(statuses)) {
                throw new IllegalArgumentException(
                        "statuses are open, pending, resolved or snoozed, but there is " + statuses);
            }
            if (mostPerMinute < 1) {
                throw new IllegalArgumentException("most-per-minute must be 1 or more, but is " + mostPerMinute);
            }
            if (!humanFor.isPositive()) {
                throw new IllegalArgumentException("human-for must be more than nothing, but is " + humanFor);
            }
        }
    }

    URI url() {
        return http.url();
    }
}
