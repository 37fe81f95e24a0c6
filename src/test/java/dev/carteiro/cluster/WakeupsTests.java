package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.store.Database;
import dev.carteiro.store.ScriptedDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

class WakeupsTests {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> announced = new ArrayList<>();
    private final AtomicInteger told = new AtomicInteger();
    private boolean away;
    private final Database database = ScriptedDatabase.answering(asked -> {
        announced.add(asked.sql());
        return away ? Flux.error(new IllegalStateException("away")) : Flux.empty();
    });
    private final Wakeups wakeups =
            new Wakeups(database, ScriptedDatabase.notices(), new Replica(database, true), time);

    @AfterEach
    void stop() {
        wakeups.stop();
        time.dispose();
    }

    @Test
    void tellsItsOwnListenersAtOnceWhetherItHasStartedOrNot() {
        wakeups.listen(told::incrementAndGet);
        wakeups.listen(told::incrementAndGet);
        wakeups.appended();
        assertThat(told).hasValue(2);
        assertThat(announced).isEmpty();
        wakeups.start();
        wakeups.appended();
        assertThat(told).hasValue(4);
    }

    /** A replica that has not joined yet does not know that it is alone. */
    @Test
    void announcesManyAppendsTogether() {
        wakeups.start();
        for (int append = 0; append < 10; append++) {
            wakeups.appended();
        }
        assertThat(announced).containsExactly("SELECT pg_notify('carteiro_appended', '')");
        time.advanceTimeBy(Duration.ofMillis(49));
        assertThat(announced).hasSize(1);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(announced).hasSize(2);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(announced).hasSize(2);
        wakeups.appended();
        assertThat(announced).hasSize(3);
    }

    @Test
    void doesNotTryAgainWhatIsAHint() {
        away = true;
        wakeups.start();
        wakeups.appended();
        time.advanceTimeBy(Duration.ofMillis(200));
        assertThat(announced).hasSize(1);
        away = false;
        wakeups.appended();
        assertThat(announced).hasSize(2);
    }
}
