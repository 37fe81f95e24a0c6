package dev.carteiro.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import dev.carteiro.routing.TrialReport.Change;
import dev.carteiro.routing.TrialReport.Flow;
import dev.carteiro.routing.TrialReport.Tally;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTests {

    private static final String TODAY = """
            carteiro:
              destinations: { agents: {}, archive: {} }
              routes:
                - { name: agents, when: "event.data.n < 10", to: agents }
                - { name: archive, to: archive }
            """;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Router router = new Router(Clock.systemUTC(), meters);
    private long position;

    @Test
    void countsWhatEachDestinationWouldGainAndLose() {
        Trial trial = trial("""
                carteiro:
                  destinations: { agents: {}, crm: {} }
                  routes:
                    - { name: agents, when: "event.data.n >= 5 && event.data.n < 12", to: agents }
                    - { name: crm, when: "event.data.n == 0", to: crm }
                """);
        for (int n = 0; n < 20; n++) {
            trial.examine(event("generic", "unrecognized", "{\"n\":" + n + "}"));
        }

        TrialReport report = trial.report();
        assertThat(report.examined()).isEqualTo(20);
        assertThat(report.changed()).isEqualTo(20);
        assertThat(report.destinations())
                .containsExactly(
                        new Flow("agents", 10, 7, 2, 5), new Flow("archive", 20, 0, 0, 20), new Flow("crm", 0, 1, 1, 0))
                .allMatch(flow -> flow.today() + flow.gained() - flow.lost() == flow.would());
        assertThat(report.routes()).containsExactly(new Tally("agents", 7, 0, null), new Tally("crm", 1, 0, null));
    }

    @Test
    void theSameRoutesInAnotherOrderChangeNothing() {
        Trial trial = trial("""
                carteiro:
                  destinations: { agents: {}, archive: {} }
                  routes:
                    - { name: all, to: archive }
                    - { name: some, when: "event.data.n < 10", to: agents }
                """);
        trial.examine(event("generic", "unrecognized", "{\"n\":1}"));

        assertThat(trial.report().changed()).isZero();
        assertThat(trial.report().sample()).isEmpty();
    }

    @Test
    void aRouteCountsAlsoWhereItsDestinationsHaveTheEventAlready() {
        Trial trial = trial("""
                carteiro:
                  destinations: { a: {} }
                  routes:
                    - { name: first, to: a }
                    - { name: second, when: "true", to: a }
                """);
        trial.examine(event("generic", "unrecognized", "{}"));

        assertThat(trial.report().routes())
                .containsExactly(new Tally("first", 1, 0, null), new Tally("second", 1, 0, null));
    }

    @Test
    void aConditionThatFailsIsTheCandidatesAndNotOurs() {
        Trial trial = trial("""
                carteiro:
                  destinations: { a: {} }
                  routes: [{ name: broken, when: "event.data.nothing == 1", to: a }]
                """);
        trial.examine(event("generic", "unrecognized", "{}")); // today's condition fails, too
        trial.examine(event("generic", "unrecognized", "{\"n\":1}"));

        assertThat(trial.report().routes()).containsExactly(new Tally("broken", 0, 2, "ATTRIBUTE_NOT_FOUND"));
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void theSampleShowsDifferentChangesRatherThanTheSameAgain() {
        Trial trial = trial("""
                carteiro:
                  destinations: { agents: {}, archive: {}, crm: {} }
                  routes:
                    - { name: agents, when: "event.data.n < 10 || event.data.n == 500", to: agents }
                    - { name: archive, when: "event.data.n != 501", to: archive }
                    - { name: crm, when: "event.data.n < 500", to: crm }
                """);
        for (int n = 0; n < 502; n++) {
            trial.examine(
                    event("source-" + n % 30, n % 2 == 0 ? "message.sent" : "message.received", "{\"n\":" + n + "}"));
        }

        List<Change> sample = trial.report().sample();
        assertThat(sample).hasSize(20);
        assertThat(sample.subList(0, 4))
                .extracting(Change::would)
                .containsExactly(
                        List.of("agents", "archive", "crm"),
                        List.of("archive", "crm"),
                        List.of("agents", "archive"),
                        List.of());
        assertThat(sample)
                .extracting(change -> List.of(
                        change.would(), change.event().source(), change.event().type()))
                .doesNotHaveDuplicates();
    }

    @Test
    void neitherConfigurationIsTouched() {
        Trial trial = trial("carteiro: { destinations: { a: {} }, routes: [{ name: all, to: a }] }");
        Recorded event = event("generic", "unrecognized", "{\"n\":1}");
        trial.examine(event);

        assertThat(router.trial(tree(TODAY)).report().destinations())
                .extracting(Flow::name)
                .containsExactly("agents", "archive");
    }

    private Trial trial(String candidate) {
        router.prepare(tree(TODAY)).run();
        ConfigTree tree = tree(candidate);
        Trial trial = router.trial(tree);
        assertThat(tree.problems()).isEmpty();
        return trial;
    }

    private static ConfigTree tree(String yaml) {
        return ConfigTree.of(yaml, name -> null);
    }

    private Recorded event(String source, String type, String data) {
        Envelope envelope = new Envelope(++position, source, type, null, null, Instant.EPOCH, Instant.EPOCH);
        return new Recorded(envelope, data.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }
}
