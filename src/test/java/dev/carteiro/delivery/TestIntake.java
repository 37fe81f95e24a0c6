package dev.carteiro.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A way into a log that is none. */
public final class TestIntake {

    private TestIntake() {}

    /** Started; {@code log} has an answer for each event of a submission, and may be called once more for the same. */
    public static Intake into(Function<Submission, Mono<List<Appended>>> log) {
        Intake intake = new Intake(
                group -> Flux.fromIterable(group)
                        .concatMap(log)
                        .<Appender.Result>map(Appender.Result.Written::new)
                        .collectList(),
                new SimpleMeterRegistry(),
                0);
        intake.start();
        return intake;
    }
}
