package dev.carteiro.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Sends spans to a collector, in batches and from threads of its own; what is left at the end has a few seconds. */
final class OtlpTracing implements Tracing, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OtlpTracing.class);

    /** For so long a span waits for others to go with it. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private volatile boolean running;

    private OtlpTracing(TraceSettings settings, SpanExporter exporter, DroppedSpans dropped) {
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(resource(settings)))
                .setSampler(sampler(settings.sampling()))
                .addSpanProcessor(new Waiting(exporter, LINGER, dropped))
                .build();
        tracer = provider.get("dev.carteiro");
    }

    /** Posts to what the settings name. */
    static Tracing to(TraceSettings settings, DroppedSpans dropped) {
        log.info("event=tracing-on service={}", settings.service());
        return new OtlpTracing(
                settings,
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint())
                        .setHeaders(settings::headers)
                        .setTimeout(PATIENCE)
                        .setConnectTimeout(PATIENCE)
                        .setRetryPolicy(null) // which would hold a whole batch for long, while others have to go
                        .build(),
                dropped);
    }

    /** Hands spans to {@code exporter} instead. */
    static OtlpTracing to(SpanExporter exporter, Sampling sampling, DroppedSpans dropped) {
        return new OtlpTracing(
                new TraceSettings("http://localhost", java.util.Map.of(), "carteiro", sampling), exporter, dropped);
    }

    private static Resource resource(TraceSettings settings) {
        return Resource.create(Attributes.of(
                AttributeKey.stringKey("service.name"),
                settings.service(),
                AttributeKey.stringKey("service.instance.id"),
                UUID.randomUUID().toString()));
    }

    private static Sampler sampler(Sampling sampling) {
        Sampler own = sampling.ratio() == 1
                ? Sampler.alwaysOn()
                : sampling.ratio() == 0 ? Sampler.alwaysOff() : Sampler.traceIdRatioBased(sampling.ratio());
        return sampling.parentBased() ? Sampler.parentBased(own) : own;
    }

    @Override
    public Span begin(Kind kind, String name, Instant at, @Nullable String parent, List<String> causes) {
        SpanBuilder span = tracer.spanBuilder(name).setSpanKind(kind(kind)).setStartTimestamp(at);
        if (parent == null) {
            span.setNoParent();
        } else {
            span.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote(parent))));
        }
        causes.forEach(cause -> span.addLink(remote(cause)));
        return new SentSpan(span.startSpan());
    }

    private static SpanKind kind(Kind kind) {
        return switch (kind) {
            case SERVER -> SpanKind.SERVER;
            case CONSUMER -> SpanKind.CONSUMER;
            case CLIENT -> SpanKind.CLIENT;
        };
    }

    private static SpanContext remote(String traceparent) {
        return SpanContext.createFromRemoteParent(
                traceparent.substring(3, 35),
                traceparent.substring(36, 52),
                TraceFlags.fromHex(traceparent, 53),
                TraceState.getDefault());
    }

    /** Sends what waits. */
    boolean flush() {
        return provider.forceFlush()
                .join(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .isSuccess();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (!provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS).isSuccess()) {
            log.warn("event=spans-left");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Down after all who make spans. */
    @Override
    public int getPhase() {
        return -1_000;
    }
}
