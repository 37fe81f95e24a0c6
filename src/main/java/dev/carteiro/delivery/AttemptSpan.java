package dev.carteiro.delivery;

import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import dev.carteiro.trace.Span;
import dev.carteiro.trace.Traceparent;
import dev.carteiro.trace.Tracing;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * The span of one attempt: it begins when something is sent, and ends when it is known what follows from that. An attempt
 * that was not made has none.
 */
final class AttemptSpan {

    private final Tracing tracing;
    private final Clock clock;
    private volatile @Nullable Span span;

    AttemptSpan(Tracing tracing, Clock clock) {
        this.tracing = tracing;
        this.clock = clock;
    }

    /** The attempt, with this as its span. */
    Mono<Attempted> of(Mono<Attempted> attempt) {
        return attempt.map(attempted -> attempted.traced(this))
                .contextWrite(context -> context.put(AttemptSpan.class, this));
    }

    /**
     * What sends {@code delivery}, so that its requests say to which trace they belong: to the attempt's span, or where
     * nothing is traced to what has brought the event.
     */
    static Mono<Outcome> during(ContextView context, Delivery delivery, Mono<Outcome> sending) {
        AttemptSpan attempt = context.isEmpty() ? null : context.<AttemptSpan>getOrDefault(AttemptSpan.class, null);
        return Traceparent.during(
                attempt == null ? delivery.event().envelope().traceparent() : attempt.begin(delivery), sending);
    }

    /** An event that has waited for long is not what an attempt is made within: so it is named as its cause as well. */
    private String begin(Delivery delivery) {
        Envelope first = delivery.event().envelope();
        List<String> causes = delivery.burst().stream()
                .map(Recorded::envelope)
                .map(Envelope::traceparent)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Span begun = tracing.begin(
                Tracing.Kind.CLIENT, "deliver " + delivery.destination(), clock.instant(), first.traceparent(), causes);
        describe(begun, delivery, first);
        span = begun;
        return begun.traceparent();
    }

    private static void describe(Span span, Delivery delivery, Envelope first) {
        span.note("messaging.system", "carteiro");
        span.note("messaging.operation.name", "deliver");
        span.note("messaging.operation.type", "send");
        span.note("messaging.destination.name", delivery.destination());
        span.note("messaging.message.id", first.id());
        span.note("messaging.batch.message_count", delivery.burst().size());
        span.note("cloudevents.event_id", first.id());
        span.note("cloudevents.event_source", first.source());
        span.note("cloudevents.event_type", first.type());
        span.note("carteiro.attempt", delivery.attempts() + 1L);
        span.note("carteiro.cause", delivery.cause());
    }

    void end(Attempted attempted, Verdict verdict) {
        Span begun = span;
        Outcome outcome = attempted.outcome();
        if (begun == null || outcome instanceof Outcome.Postponed) {
            return;
        }
        Answer answer = outcome.answer();
        begun.note("carteiro.outcome", AttemptMeters.word(outcome));
        if (answer != null) {
            begun.note("http.response.status_code", answer.status());
        }
        switch (verdict) {
            case Verdict.Done done -> begun.note("carteiro.verdict", "done");
            case Verdict.Dead dead -> begun.note("carteiro.verdict", "dead");
            case Verdict.Later later -> {
                begun.note("carteiro.verdict", "later");
                begun.note("carteiro.retry.delay_ms", later.delay().toMillis());
            }
        }
        begun.end(error(outcome, answer));
    }

    private static @Nullable String error(Outcome outcome, @Nullable Answer answer) {
        boolean well = outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Underway;
        return well ? null : answer == null ? "no_answer" : Integer.toString(answer.status());
    }
}
