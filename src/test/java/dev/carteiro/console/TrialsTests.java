package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.Candidate;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import dev.carteiro.eventlog.ReceivedQuery;
import dev.carteiro.routing.Router;
import dev.carteiro.routing.Trial;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TrialsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] FILE =
            "carteiro: { destinations: { a: {} }, routes: [{ name: all, to: a }] }".getBytes(StandardCharsets.UTF_8);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final Scheduler scheduler = Schedulers.newBoundedElastic(1, 4, "trials-of-tests", 60, true);
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() {
        scheduler.dispose();
    }

    @Test
    void examinesAllThereIs() {
        StepVerifier.create(trials(events(7)).run(FILE, query(7)))
                .assertNext(result -> {
                    assertThat(result.stoppedBy()).isNull();
                    assertThat(result.report().examined()).isEqualTo(7);
                    assertThat(result.report().changed()).isEqualTo(7);
                })
                .expectComplete()
                .verify(PATIENCE);
        assertThat(threads).isNotEmpty().allMatch(thread -> thread.startsWith("trials-of-tests"));
    }

    @Test
    void saysThatTheLimitCutIt() {
        StepVerifier.create(trials(events(8)).run(FILE, query(7)))
                .assertNext(result -> {
                    assertThat(result.stoppedBy()).isEqualTo("limit");
                    assertThat(result.report().examined()).isEqualTo(7);
                    assertThat(result.json()).containsEntry("complete", false).containsEntry("stoppedBy", "limit");
                })
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void stopsAfterHalfAMinuteAndSaysSo() {
        Trials trials = trials((query, limit) ->
                events(limit).received(query, limit).doOnNext(event -> now.updateAndGet(time -> time.plusSeconds(10))));
        StepVerifier.create(trials.run(FILE, query(1_000)))
                .assertNext(result -> {
                    assertThat(result.stoppedBy()).isEqualTo("time");
                    assertThat(result.report().examined()).isLessThan(4);
                })
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void runsOneAtATime() {
        Trials trials =
                trials((query, limit) -> query.source() == null ? events(1).received(query, limit) : Flux.never());
        TrialQuery endless = new TrialQuery(new ReceivedQuery(Instant.EPOCH, now.get(), "endless", null), 10);
        Disposable first = trials.run(FILE, endless).subscribe();

        StepVerifier.create(trials.run(FILE, query(10)))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOfSatisfying(ApiProblem.class, problem -> {
                        assertThat(problem.getStatusCode().value()).isEqualTo(429);
                        assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo("5");
                    });
                })
                .verify(PATIENCE);
        first.dispose(); // as when the caller hangs up

        StepVerifier.create(trials.run(FILE, query(10)))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void aFaultyCandidateGivesItsPlaceBack() {
        Trials trials = new Trials(
                file -> new Candidate.Faulty<>(List.of("one", "two")), events(1), scheduler, Clock.systemUTC());
        for (int round = 0; round < 2; round++) {
            StepVerifier.create(trials.run(FILE, query(10)))
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(ApiProblem.class, problem -> {
                                assertThat(problem.getStatusCode().value()).isEqualTo(422);
                                assertThat(problem.getBody().getProperties())
                                        .containsEntry("problems", List.of("one", "two"));
                            }))
                    .verify(PATIENCE);
        }
    }

    private Trials trials(Trials.Log log) {
        InstantSource time = () -> {
            threads.add(Thread.currentThread().getName());
            return now.get();
        };
        return new Trials(candidates(), log, scheduler, time.withZone(ZoneOffset.UTC));
    }

    private static Function<byte[], Candidate<Trial>> candidates() {
        Router router = new Router(Clock.systemUTC(), new SimpleMeterRegistry());
        return file -> new Candidate.Sound<>(
                router.trial(ConfigTree.of(new String(file, StandardCharsets.UTF_8), name -> null)));
    }

    private static Trials.Log events(int count) {
        return (query, limit) -> Flux.range(0, Math.min(count, limit))
                .map(n -> new Recorded(
                        new Envelope(n, "generic", "unrecognized", null, null, Instant.EPOCH, Instant.EPOCH),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        new byte[0]));
    }

    private TrialQuery query(int limit) {
        return new TrialQuery(new ReceivedQuery(Instant.EPOCH, now.get(), null, null), limit);
    }
}
