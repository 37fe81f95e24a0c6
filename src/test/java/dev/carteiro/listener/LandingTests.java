package dev.carteiro.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Fact;
import dev.carteiro.evolution.Inflow;
import dev.carteiro.evolution.StreamSignal.Received;
import dev.carteiro.ingest.TestDoor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class LandingTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TestDoor door = new TestDoor();
    private final Inflow inflow = new Inflow(1_000);
    private final Landing landing = new Landing("evolution", door.door(), inflow, time);

    @BeforeEach
    void start() {
        landing.start();
    }

    @AfterEach
    void stop() {
        landing.stop();
        time.dispose();
    }

    private void add(String instance) {
        String json =
                "{\"event\":\"connection.update\",\"instance\":\"" + instance + "\",\"data\":{\"state\":\"open\"}}";
        add(json, instance);
    }

    private void add(String json, String instance) {
        landing.add(
                new Received("/", json.getBytes(StandardCharsets.UTF_8), instance.length(), NOW),
                name -> !name.equals("unwanted"));
    }

    private List<String> instances() {
        return door.facts().stream().map(Fact::instance).toList();
    }

    @Test
    void writesDownWhatComesInItsOrder() {
        List<String> names = IntStream.range(0, 1_000).mapToObj(n -> "i" + n).toList();
        names.forEach(this::add);
        time.advanceTime();
        assertThat(instances()).isEqualTo(names);
        assertThat(landing.isEmpty()).isTrue();
    }

    @Test
    void makesRoomOnceItIsWrittenDown() {
        add("four");
        add("no JSON", "six");
        time.advanceTime();
        assertThat(inflow.inside())
                .as("none has entered, and seven bytes have left")
                .isEqualTo(-7);
    }

    @Test
    void keepsNothingOfInstancesThatNobodyWants() {
        add("unwanted");
        add("a");
        time.advanceTime();
        assertThat(instances()).containsExactly("a");
        assertThat(inflow.inside()).as("both have left").isEqualTo(-9);
    }

    @Test
    void keepsWhatCannotBeWrittenDownUntilItCan() {
        door.away(true);
        add("a");
        time.advanceTime();
        add("b");
        time.advanceTimeBy(Duration.ofSeconds(60));
        assertThat(landing.isEmpty()).isFalse();
        assertThat(inflow.inside()).isZero();
        assertThat(landing.lag(NOW.plusSeconds(60))).isEqualTo(Duration.ofSeconds(60));
        door.away(false);
        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(instances()).containsExactly("a", "b");
        assertThat(landing.isEmpty()).isTrue();
        assertThat(landing.lag(NOW.plusSeconds(60))).isZero();
    }

    @Test
    void doesATaskBetweenWhatCameBeforeItAndWhatComesAfterIt() {
        Sinks.Empty<Void> work = Sinks.empty();
        List<String> before = new ArrayList<>();
        add("a");
        landing.add(Mono.defer(() -> {
            before.addAll(instances());
            return work.asMono();
        }));
        add("b");
        time.advanceTime();
        assertThat(before).containsExactly("a");
        assertThat(instances()).containsExactly("a");
        work.tryEmitEmpty().orThrow();
        time.advanceTime();
        assertThat(instances()).containsExactly("a", "b");
    }

    @Test
    void goesOnAfterATaskWithNothingBehindIt() {
        landing.add(Mono.empty());
        time.advanceTime();
        assertThat(landing.isEmpty()).isTrue();
        add("a");
        time.advanceTime();
        assertThat(instances()).containsExactly("a");
    }
}
