package dev.carteiro.trace;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What OpenTelemetry's variables say.
 *
 * @param endpoint where spans are posted
 * @param headers of each post; they may hold secrets
 */
record TraceSettings(String endpoint, Map<String, String> headers, String service, Sampling sampling) {

    private static final Logger log = LoggerFactory.getLogger(TraceSettings.class);

    TraceSettings {
        headers = Map.copyOf(headers);
    }

    /**
     * Null where nothing is to be traced: no endpoint, or something in the variables that cannot be used. That is logged,
     * and no reason not to deliver events.
     */
    static @Nullable TraceSettings of(Function<String, @Nullable String> variables) {
        String endpoint = endpoint(variables);
        if (endpoint == null || isOff(variables)) {
            return null;
        }
        Sampling sampling = sampling(variables);
        if (!isPostable(endpoint)) {
            log.error("event=tracing-off reason=\"the endpoint of OTEL_EXPORTER_OTLP is no URL of http or https\"");
            return null;
        }
        String protocol = first(variables, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL");
        if (protocol != null && !protocol.equals("http/protobuf")) {
            log.warn("event=tracing-protocol asked=other used=http/protobuf");
        }
        String headers = first(variables, "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS");
        String service = first(variables, "OTEL_SERVICE_NAME");
        return new TraceSettings(endpoint, headers(headers), service == null ? "carteiro" : service, sampling);
    }

    private static boolean isOff(Function<String, @Nullable String> variables) {
        return "true".equalsIgnoreCase(first(variables, "OTEL_SDK_DISABLED"))
                || "none".equalsIgnoreCase(first(variables, "OTEL_TRACES_EXPORTER"));
    }

    private static @Nullable String endpoint(Function<String, @Nullable String> variables) {
        String whole = first(variables, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        String base = first(variables, "OTEL_EXPORTER_OTLP_ENDPOINT");
        return whole != null || base == null ? whole : base.replaceFirst("/+$", "") + "/v1/traces";
    }

    private static boolean isPostable(String endpoint) {
        try {
            URI url = URI.create(endpoint);
            return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static Sampling sampling(Function<String, @Nullable String> variables) {
        try {
            return Sampling.of(first(variables, "OTEL_TRACES_SAMPLER"), first(variables, "OTEL_TRACES_SAMPLER_ARG"));
        } catch (IllegalArgumentException unknown) {
            log.warn(
                    "event=tracing-sampler reason=\"OTEL_TRACES_SAMPLER or its ARG is unknown\" used=parentbased_always_on");
            return Sampling.USUAL;
        }
    }

    /** {@code name=value,name=value}, with what is odd in a value written as in URLs. */
    private static Map<String, String> headers(@Nullable String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                headers.put(
                        pair.substring(0, equals).strip(),
                        decoded(pair.substring(equals + 1).strip()));
            }
        }
        return headers;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return value;
        }
    }

    private static @Nullable String first(Function<String, @Nullable String> variables, String... names) {
        for (String name : names) {
            String value = variables.apply(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }
}
