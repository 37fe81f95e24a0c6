package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carteiro.bridge.Imports;
import dev.carteiro.bridge.Imports.Progress;
import dev.carteiro.bridge.Imports.State;
import dev.carteiro.bridge.Imports.Stretch;
import dev.carteiro.bridge.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportJsonTests {

    private static final Instant FROM = Instant.parse("2025-12-03T15:00:00Z");

    private static Progress progress(long at, long to) {
        return new Progress(
                State.RUNNING,
                new Stretch(7, FROM, FROM.plusSeconds(to), FROM.plusSeconds(at)),
                new Tally(3, 2, 1),
                null,
                FROM,
                null);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000, 0", "500, 1000, 0.5", "99999, 100000, 0.999", "1000, 1000, 1", "0, 0, 1"})
    void isDoneWholeOnlyAtTheEnd(long at, long to, double done) {
        assertThat(ImportJson.of(progress(at, to))).containsEntry("done", done);
    }

    @Test
    void showsTheCountsAndNothingForWhatIsNotYet() {
        assertThat(ImportJson.of(progress(0, 10)))
                .containsEntry("state", "running")
                .containsEntry("days", 7)
                .containsEntry("posted", 3L)
                .containsEntry("known", 2L)
                .containsEntry("failed", 1L)
                .containsEntry("reason", null)
                .containsEntry("finishedAt", null);
    }

    @Test
    void saysWhereABridgeWasSet() {
        Imports.Bridge inFile = new Imports.Bridge("r", "Ravenna", true, "inbox", List.of("a", "b"), null);
        Imports.Bridge set = new Imports.Bridge("r", "Ravenna", false, "inbox", List.of(), progress(1, 2));

        assertThat(ImportJson.of(inFile)).containsEntry("set", "file").containsEntry("import", null);
        assertThat(ImportJson.of(set)).containsEntry("set", "run-time").doesNotContainEntry("import", null);
    }

    private static int days(String body) {
        return ImportHandler.days(
                Members.parse(body.getBytes(StandardCharsets.UTF_8), List.of("days"), "{\"days\": 7}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"days\":0}", "{\"days\":91}", "{\"days\":\"7\"}", "{\"days\":1.5}", "{\"day\":7}"})
    void refusesDaysThatMakeNoSense(String body) {
        assertThatThrownBy(() -> days(body)).isInstanceOf(ApiProblem.class);
    }

    @Test
    void takesOneToNinetyDays() {
        assertThat(days("{\"days\":1}")).isEqualTo(1);
        assertThat(days("{\"days\":90}")).isEqualTo(90);
    }
}
