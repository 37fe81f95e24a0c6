package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.event.Fact;
import dev.carteiro.ingest.FrontDoor.Receipt;
import dev.carteiro.trace.Span;
import dev.carteiro.trace.Tracing;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The span of what was received and let in, from its arrival until it is committed. */
final class ReceiptSpan {

    private ReceiptSpan() {}

    /** What {@code append} does, which is given the span's traceparent. */
    static Mono<Receipt> around(
            Tracing tracing, Tracing.Kind kind, Reading reading, Function<String, Mono<Receipt>> append) {
        return Mono.defer(() -> {
            Fact first = reading.facts().getFirst();
            Span span = tracing.begin(
                    kind, "receive " + first.source(), reading.receivedAt(), reading.traceparent(), List.of());
            describe(span, reading, first);
            return append.apply(span.traceparent())
                    .doOnNext(receipt -> committed(span, receipt))
                    .doOnError(failure -> span.end(failure.getClass().getSimpleName()))
                    .doOnCancel(() -> span.end("cancelled"));
        });
    }

    private static void describe(Span span, Reading reading, Fact first) {
        span.note("messaging.system", "carteiro");
        span.note("messaging.operation.name", "receive");
        span.note("messaging.operation.type", "process");
        span.note("messaging.destination.name", first.source());
        span.note("messaging.batch.message_count", reading.facts().size());
        span.note("cloudevents.event_source", first.source());
        span.note("cloudevents.event_type", first.type());
    }

    private static void committed(Span span, Receipt receipt) {
        Appended first = receipt.events().getFirst();
        span.note("messaging.message.id", Long.toString(first.position()));
        span.note("cloudevents.event_id", Long.toString(first.position()));
        span.note(
                "carteiro.duplicates",
                receipt.events().stream().filter(Appended::duplicate).count());
        span.end(null);
    }
}
