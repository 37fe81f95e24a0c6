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
    private final TestCarrier carrier = new TestCarrier();
    private boolean away;
    private final Database database = ScriptedDatabase.answering(asked -> {
        announced.add(asked.sql());
        return away ? Flux.error(new IllegalStateException("away")) : Flux.empty();
    });
    private final Wakeups wakeups =
            new Wakeups(database, ScriptedDatabase.notices(), carrier, new Replica(database, true), time);

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

    @Test
    void sparesTheDatabaseWhatAllReplicasHaveHeardWithoutIt() {
        carrier.heardBy(1);
        wakeups.start();
        wakeups.appended();
        wakeups.appended();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(carrier.told()).containsExactly("appended", "appended");
        assertThat(announced).isEmpty();
        carrier.heardBy(0);
        wakeups.appended();
        assertThat(announced).hasSize(1);
    }

    @Test
    void tellsItsListenersWhatOthersSayWithoutTellingItAgain() {
        wakeups.listen(told::incrementAndGet);
        wakeups.start();
        for (int word = 0; word < 10; word++) {
            carrier.say("appended", "");
        }
        assertThat(told).hasValue(1);
        time.advanceTimeBy(Duration.ofMillis(50));
        assertThat(told).hasValue(2);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(told).hasValue(2);
        assertThat(carrier.told()).isEmpty();
    }
}
