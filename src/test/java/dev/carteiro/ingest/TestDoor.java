package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.delivery.Submission;
import dev.carteiro.delivery.TestIntake;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.routing.Router;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A front door with the sources that are on by themselves, which remembers what was taken through it, each event once. */
public final class TestDoor {

    private final Map<String, Fact> log = new LinkedHashMap<>();
    private volatile boolean away;

    private final List<@Nullable String> traces = new ArrayList<>();
    private final FrontDoor door;

    public TestDoor() {
        this(null);
    }

    TestDoor(@Nullable Tracing tracing) {
        door = new FrontDoor(
                new ConfiguredSources(),
                new Router(Clock.systemUTC(), new SimpleMeterRegistry()),
                TestIntake.into(this::append),
                new JsonBody(1 << 20),
                new FrontDoor.Surroundings(Clock.systemUTC(), List.of(), tracing));
    }

    public FrontDoor door() {
        return door;
    }

    /** Whether it is as if there were no database. */
    public void away(boolean now) {
        away = now;
    }

    /** What was taken, in its order. */
    public synchronized List<Fact> facts() {
        return List.copyOf(log.values());
    }

    /** To which trace each submission belongs. */
    synchronized List<@Nullable String> traces() {
        return new ArrayList<>(traces);
    }

    /** What it says. */
    public Collection<Event> events() {
        return facts().stream().map(Fact::data).toList();
    }

    private synchronized Mono<List<Appended>> append(Submission submission) {
        if (away) {
            return Mono.error(new IllegalStateException("the database is away"));
        }
        traces.add(submission.traceparent());
        List<Appended> appended = new ArrayList<>();
        for (Fact fact : submission.facts()) {
            boolean duplicate = log.putIfAbsent(fact.source() + " " + fact.idempotencyKey(), fact) != null;
            appended.add(new Appended(log.size(), duplicate));
        }
        return Mono.just(appended);
    }
}
