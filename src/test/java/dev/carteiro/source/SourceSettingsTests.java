package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

class SourceSettingsTests {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    private static SourceSettings bound(String yaml) {
        return YAML.readValue(yaml, SourceSettings.class);
    }

    @Test
    void bindsWhatTheDocumentationShows() {
        SourceSettings settings = bound("""
                type: w-api
                token: one
                secret: [a, b]
                jwt-key: k
                allow-from: [10.0.0.0/8, "::1"]
                keep-apikey: true
                tolerance: PT1M
                instance: Ravenna
                url: http://evolution_api:8080
                api-key: key
                stream: { mode: off, instances: [Ravenna] }
                """);
        assertThat(settings.type()).isEqualTo(SourceType.W_API);
        assertThat(settings.token()).containsExactly("one");
        assertThat(settings.secret()).containsExactly("a", "b");
        assertThat(settings.jwtKey()).containsExactly("k");
        assertThat(settings.allowFrom()).containsExactly("10.0.0.0/8", "::1");
        assertThat(settings.keepApikey()).isTrue();
        assertThat(settings.tolerance()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.instance()).isEqualTo("Ravenna");
        assertThat(settings.stream())
                .isNotNull()
                .satisfies(stream -> assertThat(stream.mode()).isEqualTo(SourceSettings.Stream.Mode.OFF));
    }

    @Test
    void takesWhatIsLeftOutOrBlankForAbsent() {
        SourceSettings settings = bound("""
                token: ""
                secret: ["", null, " "]
                jwt-key:
                instance: ""
                """);
        assertThat(settings)
                .isEqualTo(new SourceSettings(
                        null,
                        settings.token(),
                        settings.secret(),
                        settings.jwtKey(),
                        settings.allowFrom(),
                        false,
                        Duration.ofMinutes(5),
                        null,
                        null,
                        null,
                        null,
                        null));
        assertThat(settings.token()).isEmpty();
        assertThat(settings.secret()).isEmpty();
        assertThat(settings.jwtKey()).isEmpty();
        assertThat(settings.allowFrom()).isEmpty();
    }

    @Test
    void listensToNamedInstancesWithoutBeingToldTheMode() {
        SourceSettings.Stream stream = Objects.requireNonNull(bound("stream: { instances: [Ravenna] }").stream());
        assertThat(stream.mode()).isEqualTo(SourceSettings.Stream.Mode.INSTANCES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0/8",
                "10.1/16",
                "fd00::/129",
                "evolution_api",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "/8"
            })
    void namesTheAddressThatIsNone(String address) {
        assertThatThrownBy(() -> bound("allow-from: \"" + address + "\""))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + address + "\" is no address");
    }

    @Test
    void refusesAToleranceOfNothing() {
        assertThatThrownBy(() -> bound("tolerance: PT0S")).hasMessageContaining("tolerance");
    }
}
