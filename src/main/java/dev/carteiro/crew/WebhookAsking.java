package dev.carteiro.crew;

import dev.carteiro.delivery.Outcome;
import dev.carteiro.destination.Caller;
import dev.carteiro.destination.Caller.Heard;
import dev.carteiro.destination.UnsentException;
import dev.carteiro.network.Unreachable;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Posts the event to any endpoint, and takes what it answers for the answer. */
final class WebhookAsking implements Asking {

    /** Who answers this has not begun. */
    private static final Set<Integer> NOT_BEGUN = Set.of(408, 425, 429, 503);

    private static final String NOT_AGAIN =
            "; it may have been at work, and is not asked once more by itself (repeat: true allows that)";

    private final Caller caller;
    private final AnswerReader reader;
    private final Runs runs;
    private final Duration timeout;
    private final boolean repeat;

    /** {@code repeat} allows asking once more where the crew may have been at work. */
    WebhookAsking(Caller caller, AnswerReader reader, Runs runs, Duration timeout, boolean repeat) {
        this.caller = caller;
        this.reader = reader;
        this.runs = runs;
        this.timeout = timeout;
        this.repeat = repeat;
    }

    @Override
    public Mono<Step> ask(Question question, @Nullable String elsewhere) {
        return caller.call(question.delivery(), elsewhere)
                .timeout(timeout)
                .map(heard -> heard.outcome() instanceof Outcome.Delivered
                        ? answered(question, heard)
                        : stopped(failed(heard)))
                .onErrorResume(
                        failure -> !repeat && !unreached(failure),
                        failure -> Mono.just(stopped(Ends.refused(words(failure) + NOT_AGAIN))))
                .flatMap(step -> step); // whose own errors are not the crew's
    }

    private static Mono<Step> stopped(Outcome outcome) {
        return Mono.just(new Step.Stopped(outcome));
    }

    private Mono<Step> answered(Question question, Heard heard) {
        if (!heard.whole()) {
            return stopped(Ends.refused("it answers with more than " + (Caller.LONGEST >> 10) + " KiB"));
        }
        return switch (reader.read(heard.body())) {
            case Said.Reply reply -> runs.round(question).map(round -> new Step.Answered(reply, round, heard.body()));
            case Said.Nothing nothing -> Mono.just(new Step.Silent(heard.outcome()));
            case Said.Begun begun -> runs.begun(question, begun.id());
            case Said.Failed failed ->
                stopped(new Outcome.Refused(failed.reason(), heard.outcome().answer()));
        };
    }

    /** An error of its own may have come after all the work. */
    private Outcome failed(Heard heard) {
        return heard.outcome() instanceof Outcome.Deferred deferred && !repeat && !NOT_BEGUN.contains(heard.status())
                ? new Outcome.Refused(deferred.reason() + NOT_AGAIN, deferred.answer())
                : heard.outcome();
    }

    private String words(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer within " + timeout.toSeconds() + " s"
                : String.valueOf(failure.getMessage());
    }

    /** Whether the crew has surely not heard of it. */
    private static boolean unreached(Throwable failure) {
        Throwable cause = failure instanceof Unreachable ? failure.getCause() : failure;
        return switch (cause) {
            case UnknownHostException unknown -> true;
            case ConnectTimeoutException late -> true;
            case NoRouteToHostException none -> true;
            case ConnectException refused -> true;
            case SSLHandshakeException tls -> true;
            case UnsentException ours -> true;
            case null, default -> false;
        };
    }
}
