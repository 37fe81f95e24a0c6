package dev.carteiro.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class VacuumPaceTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SELDOM = "ALTER SYSTEM SET autovacuum_naptime = '5min'";
    private static final String OFTEN = "ALTER SYSTEM SET autovacuum_naptime = '5s'";
    private static final String RELOAD = "SELECT pg_reload_conf()";

    private final List<String> asked = new ArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final VacuumPace pace = new VacuumPace(
            ScriptedDatabase.answering(statement -> {
                asked.add(statement.sql());
                return broken.get() ? Flux.error(new IllegalStateException("away")) : Flux.empty();
            }),
            sent::doubleValue);

    /** So many looks with so many statements before each; what was asked of the server meanwhile. */
    private List<String> looks(int looks, long statements) {
        asked.clear();
        for (int look = 0; look < looks; look++) {
            sent.addAndGet(statements);
            StepVerifier.create(pace.look()).expectComplete().verify(PATIENCE);
        }
        return List.copyOf(asked);
    }

    @Test
    void restsWhileThereIsLittleToDo() {
        assertThat(looks(1, 100)).containsExactly(SELDOM, RELOAD);
        assertThat(looks(50, 100)).isEmpty();
    }

    @Test
    void looksOftenAtOnceAndRestsAfterAMinute() {
        assertThat(looks(1, 5)).hasSize(2);
        assertThat(looks(1, 101)).containsExactly(OFTEN, RELOAD);
        assertThat(looks(11, 5)).isEmpty();
        assertThat(looks(1, 101)).as("it is set already").isEmpty();
        assertThat(looks(11, 5)).isEmpty();
        assertThat(looks(1, 5)).containsExactly(SELDOM, RELOAD);
    }

    @Test
    void looksOftenWhereNobodyCounts() {
        assertThat(looks(20, 0)).containsExactly(OFTEN, RELOAD);
    }

    @Test
    void asksAgainWhereItWasNotHeard() {
        broken.set(true);
        assertThat(looks(1, 200)).containsExactly(OFTEN);
        broken.set(false);
        assertThat(looks(1, 200)).containsExactly(OFTEN, RELOAD);
    }
}
