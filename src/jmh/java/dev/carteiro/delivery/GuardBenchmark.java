package dev.carteiro.delivery;

import dev.carteiro.Measured;
import dev.carteiro.cluster.Permits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What stands around each attempt, where the destination answers at once. */
public class GuardBenchmark extends Measured {

    private static final Outcome OK = new Outcome.Delivered(new Answer(200, ""));

    private final Protections protections = Protections.of(
            new Destination(
                    "crm",
                    "http://crm.example",
                    new Policy(
                            Duration.ofSeconds(5),
                            32,
                            null,
                            true,
                            new Policy.Retry(List.of(Duration.ofSeconds(1)), 0, Duration.ofHours(24)),
                            new Policy.Breaker(50, 20, Duration.ofSeconds(10)),
                            null),
                    false,
                    (delivery, elsewhere) -> Mono.just(OK)),
            new Resilience(Permits.alone(Schedulers.parallel())).measuredBy(new SimpleMeterRegistry()),
            Clock.systemUTC());

    @Benchmark
    public Object attempt() {
        return protections.around(Mono.just(OK)).subscribe();
    }
}
