package dev.carteiro.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.event.Canonical;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Recorded;
import dev.carteiro.source.Fixtures;
import dev.cel.runtime.CelEvaluationException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** An event of the log is routed as it was when it came in. */
class RecordedRoutingTests {

    /** Conditions on all that conditions can ask about: text, numbers, null, lists, times, and what is not there. */
    private static final Topology TOPOLOGY = new TopologyReader(ConfigTree.of("""
            carteiro:
              destinations: { a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}, j: {} }
              routes:
                - { name: a, when: "event.type.startsWith('message.')", to: a }
                - { name: b, when: "event.data.sender.name != null", to: b }
                - { name: c, when: "event.data.content.text.contains('a')", to: c }
                - { name: d, when: "event.data.content.latitude < 0.0 || event.data.content.size > 1000", to: d }
                - { name: e, when: "size(event.data.contacts) > 0 || size(event.data.labels) > 0", to: e }
                - { name: f, when: "timestamp(event.time) < timestamp('2026-01-01T00:00:00Z')", to: f }
                - { name: g, when: "event.subject.endsWith('@g.us') || event.instance == null", to: g }
                - { name: h, when: "event.id == null && !has(event.position) && !has(event.receivedAt)", to: h }
                - { name: i, when: "event.data.fromMe", to: i }
                - { name: j, from: chatwoot, when: "event.data.private || event.conversation == null", to: j }
            """, name -> null)).read();

    static List<String> fixtures() {
        return Fixtures.names();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void conditionsSeeTheSameInTheLogAsWhenItCame(String fixture) {
        for (Fact fact : Fixtures.decoded(fixture).facts()) {
            assertThat(Occurrence.of(recorded(fact)).variables())
                    .isEqualTo(Occurrence.of(fact).variables());
            assertThat(destinations(Occurrence.of(recorded(fact)))).isEqualTo(destinations(Occurrence.of(fact)));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void makesNoDataForAConditionThatDoesNotAskForIt(String fixture) throws CelEvaluationException {
        Condition condition = Condition.compile("event.type == 'message.received' && event.source != 'x'");
        for (Fact fact : Fixtures.decoded(fixture).facts()) {
            Recorded spoilt = new Recorded(recorded(fact).envelope(), "no JSON".getBytes(UTF_8), new byte[0]);
            assertThat(condition.matches(Occurrence.of(spoilt).variables()))
                    .isEqualTo(fact.type().equals("message.received"));
        }
    }

    @Test
    void theFixturesReachEachOfTheseDestinations() {
        Set<String> reached = new HashSet<>();
        Fixtures.names().stream()
                .flatMap(fixture -> Fixtures.decoded(fixture).facts().stream())
                .forEach(fact -> reached.addAll(TOPOLOGY.destinationsFor(Occurrence.of(fact), (r, t, e) -> {})));

        assertThat(reached).isEqualTo(TOPOLOGY.destinations());
    }

    /** The destinations, and the conditions that could not be evaluated with the reason. */
    private static List<Set<String>> destinations(Occurrence event) {
        Set<String> failed = new HashSet<>();
        return List.of(TOPOLOGY.destinationsFor(event, (route, type, error) -> failed.add(route + error)), failed);
    }

    /** What the log makes of it: the data as JSON, and times in milliseconds. */
    private static Recorded recorded(Fact fact) {
        Envelope told = Envelope.of(7, Instant.EPOCH, fact);
        Envelope kept = new Envelope(
                told.position(),
                told.source(),
                told.type(),
                told.instance(),
                told.conversation(),
                Instant.ofEpochMilli(told.time().toEpochMilli()),
                told.receivedAt());
        byte[] data = JsonMapper.shared().writeValueAsBytes(Canonical.data(fact.data()));
        return new Recorded(kept, data, new byte[0]);
    }
}
