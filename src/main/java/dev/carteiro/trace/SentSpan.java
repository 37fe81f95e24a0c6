package dev.carteiro.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** A span of OpenTelemetry's. */
final class SentSpan implements Span {

    private final io.opentelemetry.api.trace.Span span;

    SentSpan(io.opentelemetry.api.trace.Span span) {
        this.span = span;
    }

    @Override
    public String traceparent() {
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    @Override
    public void note(String attribute, String value) {
        span.setAttribute(attribute, value);
    }

    @Override
    public void note(String attribute, long value) {
        span.setAttribute(attribute, value);
    }

    @Override
    public void end(@Nullable String error) {
        if (error != null) {
            span.setAttribute("error.type", error);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
