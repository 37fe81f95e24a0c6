package dev.carteiro.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class EventLogPropertiesTests {

    private static EventLogProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("carteiro", EventLogProperties.class);
    }

    @Test
    void keepsAWeekAndKeysForTwoDaysWhereNothingIsSaid() {
        assertThat(bind(Map.of())).isEqualTo(new EventLogProperties(Duration.ofDays(7), Duration.ofDays(2)));
    }

    @Test
    void takesABareNumberForDays() {
        assertThat(bind(Map.of("carteiro.retention", "30")).retention()).isEqualTo(Duration.ofDays(30));
        assertThat(bind(Map.of("carteiro.retention", "72h")).retention()).isEqualTo(Duration.ofDays(3));
    }

    @ParameterizedTest
    @CsvSource({
        "retention, 0d, CARTEIRO_RETENTION is PT0S",
        "retention, -7d, CARTEIRO_RETENTION is PT-168H",
        "retention, 12h, CARTEIRO_RETENTION is PT12H",
        "retention, 36h, CARTEIRO_RETENTION is PT36H",
        "retention, 36501d, CARTEIRO_RETENTION is PT876024H",
        "seen-retention, 0s, CARTEIRO_SEEN_RETENTION is PT0S",
        "seen-retention, -1h, CARTEIRO_SEEN_RETENTION is PT-1H",
        "seen-retention, 36501d, CARTEIRO_SEEN_RETENTION is PT876024H",
    })
    void refusesToStartWithARetentionThatCannotBeKept(String property, String value, String sentence) {
        Throwable failure = catchThrowable(() -> bind(Map.of("carteiro." + property, value)));
        // As a start finds it: the first analyzer that knows the failure is the one whose words are shown.
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, cause) -> {});
        FailureAnalysis shown = analyzers.stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(shown.getDescription()).startsWith(sentence + ": give ");
    }
}
