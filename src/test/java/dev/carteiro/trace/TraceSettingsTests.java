package dev.carteiro.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TraceSettingsTests {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static @Nullable TraceSettings of(Map<String, String> variables) {
        return TraceSettings.of(variables::get);
    }

    private static Sampling sampling(String sampler, String argument) {
        TraceSettings settings = of(
                Map.of(ENDPOINT, "http://c:4318", "OTEL_TRACES_SAMPLER", sampler, "OTEL_TRACES_SAMPLER_ARG", argument));
        return java.util.Objects.requireNonNull(settings).sampling();
    }

    @Test
    void isOffWithoutAnEndpoint() {
        assertThat(of(Map.of())).isNull();
        assertThat(of(Map.of(ENDPOINT, " ", "OTEL_SERVICE_NAME", "carteiro"))).isNull();
    }

    @Test
    void canBeTurnedOffWhateverElseIsSaid() {
        assertThat(of(Map.of(ENDPOINT, "http://c:4318", "OTEL_SDK_DISABLED", "true")))
                .isNull();
        assertThat(of(Map.of(ENDPOINT, "http://c:4318", "OTEL_TRACES_EXPORTER", "none")))
                .isNull();
    }

    @Test
    void postsBelowTheBaseButToTheWholeEndpointAsItIs() {
        assertThat(of(Map.of(ENDPOINT, "http://c:4318/")))
                .isEqualTo(new TraceSettings("http://c:4318/v1/traces", Map.of(), "carteiro", new Sampling(true, 1)));
        assertThat(of(Map.of(ENDPOINT, "http://c:4318", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://t/in")))
                .extracting(TraceSettings::endpoint)
                .isEqualTo("https://t/in");
    }

    @Test
    void readsHeadersAsUrlsHaveThem() {
        assertThat(of(Map.of(
                        ENDPOINT,
                        "http://c:4318",
                        "OTEL_EXPORTER_OTLP_HEADERS",
                        "x-key=a%20b+c, authorization = Basic eDp5 ,nonsense,=x")))
                .extracting(TraceSettings::headers)
                .isEqualTo(Map.of("x-key", "a b+c", "authorization", "Basic eDp5"));
    }

    @Test
    void knowsTheSamplersThatOpenTelemetryNames() {
        assertThat(sampling("always_on", "")).isEqualTo(new Sampling(false, 1));
        assertThat(sampling("always_off", "")).isEqualTo(new Sampling(false, 0));
        assertThat(sampling("traceidratio", "0.5")).isEqualTo(new Sampling(false, 0.5));
        assertThat(sampling("parentbased_traceidratio", "0.25")).isEqualTo(new Sampling(true, 0.25));
        assertThat(sampling("parentbased_always_off", "")).isEqualTo(new Sampling(true, 0));
    }

    @Test
    void goesOnWithoutWhatItCannotUse(CapturedOutput output) {
        assertThat(sampling("now-and-then", "")).isEqualTo(Sampling.USUAL);
        assertThat(sampling("traceidratio", "2")).isEqualTo(Sampling.USUAL);
        assertThat(output).contains("event=tracing-sampler");
        assertThat(of(Map.of(ENDPOINT, "collector:4318"))).isNull();
        assertThat(of(Map.of(ENDPOINT, "not a url"))).isNull();
        assertThat(output).contains("event=tracing-off").doesNotContain("collector:4318");
    }
}
