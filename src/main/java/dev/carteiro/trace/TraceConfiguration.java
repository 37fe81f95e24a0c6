package dev.carteiro.trace;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class TraceConfiguration {

    /** Where there is none, no class of OpenTelemetry is loaded. */
    @Bean
    @Nullable Tracing tracing(Environment environment, MeterRegistry meters) {
        DroppedSpans dropped = new DroppedSpans(meters);
        TraceSettings settings = TraceSettings.of(environment::getProperty);
        return settings == null ? null : OtlpTracing.to(settings, dropped);
    }
}
