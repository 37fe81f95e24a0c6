package dev.carteiro.cluster;

import dev.carteiro.store.Cause;
import dev.carteiro.store.Database;
import dev.carteiro.store.Notices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells all replicas that something was appended to the log. It is a hint: one may be lost or come for nothing, so whoever
 * waits for it also looks by itself now and then.
 */
public final class Wakeups implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Wakeups.class);
    private static final String CHANNEL = "carteiro_appended";
    private static final String TOPIC = "appended";

    /**
     * So long after one announcement the next one follows at the earliest: each may be a transaction, and has everybody read
     * the log. (With 20 ms over Redis, the reads cost more than the transactions that were saved.)
     */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Database database;
    private final Notices notices;
    private final Carrier carrier;
    private final Replica replica;
    private final SerialLoop announcing;
    private final SerialLoop hearing;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean running;
    private Disposable listening = () -> {};

    Wakeups(Database database, Notices notices, Carrier carrier, Replica replica, Scheduler timer) {
        this.database = database;
        this.notices = notices;
        this.carrier = carrier;
        this.replica = replica;
        announcing = new SerialLoop("wake-ups", () -> announce(timer), timer);
        // A stranger who speaks all the time must not have us read the log all the time.
        hearing = new SerialLoop("wake-ups-heard", () -> heard(timer), timer);
        carrier.listen(TOPIC, word -> hearing.signal());
    }

    /** To be called after a commit, on any thread. */
    public void appended() {
        tellOurselves();
        replica.stir();
        if (!replica.alone()) {
            announcing.signal();
        }
    }

    /** Has {@code listener} run each time that something was appended, here or elsewhere, for as long as we live. It must not block. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    private void tellOurselves() {
        listeners.forEach(Runnable::run);
    }

    private Mono<Void> heard(Scheduler timer) {
        return Mono.fromRunnable(this::tellOurselves)
                .then(Mono.delay(PAUSE, timer))
                .then();
    }

    /** A transaction less where all replicas have heard it without one. */
    private Mono<Void> announce(Scheduler timer) {
        return carrier.tell(TOPIC, "")
                .flatMap(heard -> heard >= replica.members() ? Mono.empty() : announceByDatabase())
                .then(Mono.delay(PAUSE, timer))
                .then();
    }

    private Mono<Void> announceByDatabase() {
        return database.sql("SELECT pg_notify('" + CHANNEL + "', '')").then().onErrorResume(failure -> {
            log.debug("event=not-announced cause=\"{}\"", Cause.of(failure));
            return Mono.empty(); // the others look by themselves
        });
    }

    /** With a database of our own there is nobody to be heard. */
    @Override
    public void start() {
        running = true;
        announcing.start();
        hearing.start();
        if (!replica.exclusive()) {
            listening = notices.on(CHANNEL).subscribe(notice -> tellOurselves());
        }
    }

    @Override
    public void stop() {
        running = false;
        listening.dispose();
        announcing.stop();
        hearing.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Replica.PHASE;
    }
}
