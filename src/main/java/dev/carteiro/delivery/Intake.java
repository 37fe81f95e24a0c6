package dev.carteiro.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The way into the log: what it has answered for is on disk, with every delivery that it owes. */
public final class Intake implements SmartLifecycle {

    private static final int QUEUED_REQUESTS = 10_000;
    private static final int GROUP_REQUESTS = 512;
    private static final long GROUP_BYTES = 8L << 20;
    private static final int CROWD = 8;
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(1);
    private static final Duration LONGEST_PATIENCE = Duration.ofMillis(5);

    private final GroupCommit<Submission, Appender.Result> commits;
    private final IntakeMeters meters;
    private final int phase;

    /** {@code append} has one answer for each submission, in their order. */
    Intake(Function<List<Submission>, Mono<List<Appender.Result>>> append, MeterRegistry meters, int phase) {
        this.phase = phase;
        // A waiting body is on the heap about three times: as received, as bytes for the driver, and in its socket.
        long queuedBytes = Runtime.getRuntime().maxMemory() / 8;
        commits = new GroupCommit<>(
                new GroupCommit.Limits(QUEUED_REQUESTS, queuedBytes, GROUP_REQUESTS, GROUP_BYTES),
                new GroupCommit.Crowd(CROWD, SHORTEST_PATIENCE, LONGEST_PATIENCE, Schedulers.parallel()),
                new GroupCommit.Items<>(
                        submission -> submission.body().length(),
                        submission -> submission.body().letGo(),
                        Submission::sequence),
                append);
        this.meters = new IntakeMeters(meters);
    }

    /**
     * Appends a request's events and enqueues their deliveries; emits when both are committed, with one answer for each
     * event. Fails with a {@link SaturatedException} when too much is waiting, with a {@link NotStorableException} when the
     * database will not have this request, and with the database's error when it is away.
     */
    public Mono<List<Appended>> append(Submission submission, Duration patience) {
        return Mono.defer(() -> append(submission, patience, meters.begin()));
    }

    private Mono<List<Appended>> append(Submission submission, Duration patience, Timer.Sample begun) {
        return commits.submit(submission)
                .timeout(patience)
                .doOnError(failure -> breakOff(submission.sequence()))
                .map(result -> switch (result) {
                    case Appender.Result.Written written -> written.events();
                    case Appender.Result.Unstorable unstorable -> throw new NotStorableException(unstorable.cause());
                })
                .doOnNext(events -> meters.committed(begun, submission.facts(), events));
    }

    private static void breakOff(@Nullable Sequence sequence) {
        if (sequence != null) {
            sequence.breakOff();
        }
    }

    @Override
    public void start() {
        commits.start();
    }

    @Override
    public void stop() {
        commits.stop();
    }

    @Override
    public boolean isRunning() {
        return commits.isRunning();
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
