package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that have a Redis tell each other sooner what there is; without it they lose nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class RedisIntegrationTests {

    private final Replicas replicas;

    RedisIntegrationTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        replicas = Replicas.start(folder, "carteiro: { sources: { evolution: { type: evolution } } }");
    }

    @BeforeAll
    void connected() {
        eventually().until(() -> replicas.isConnected(true));
    }

    @AfterAll
    void stop() {
        replicas.close();
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private List<Duration> seenElsewhere(int events) {
        List<Duration> times = new ArrayList<>();
        try (Browser browser = Browser.open(replicas.second().client(), "/events?instance=Ravenna")) {
            assertThat(browser.status()).isEqualTo(200);
            for (int event = 0; event < events; event++) {
                int before = browser.count();
                replicas.first().client().accept(message("Ravenna", "55@s.whatsapp.net", unique()));
                long accepted = System.nanoTime();
                eventually().pollInterval(Duration.ofMillis(2)).until(() -> browser.count() > before);
                times.add(Duration.ofNanos(System.nanoTime() - accepted));
            }
        }
        return times;
    }

    @Test
    void showsABrowserAtOneReplicaAtOnceWhatAnotherTook() {
        List<Duration> times = seenElsewhere(30);
        System.out.println(
                "to another replica's browser: median " + median(times).toMillis() + " ms");
        // Without a hint each would wait for the next look, most of a second.
        assertThat(median(times)).isLessThan(Duration.ofMillis(300));
    }

    @Test
    void isReadyAndOnlyDegradedWhileRedisIsAway() {
        RouterClient client = replicas.second().client();
        replicas.redis().kill();
        try {
            eventually().until(() -> replicas.isConnected(false));
            assertThat(client.get("/actuator/health/redis").path("status").asString(""))
                    .isEqualTo("DEGRADED");
            assertThat(client.send("GET", "/actuator/health").status()).isEqualTo(200);
            assertThat(client.get("/actuator/health/readiness").path("status").asString(""))
                    .isEqualTo("UP");
            assertThat(Metrics.of(client).values()).containsEntry("carteiro_redis_connected", 0.0);
            assertThat(median(seenElsewhere(10))).as("over NOTIFY").isLessThan(Duration.ofMillis(500));
        } finally {
            replicas.redis().start();
        }
        eventually().until(() -> replicas.isConnected(true));
        assertThat(Metrics.of(client).values()).containsEntry("carteiro_redis_connected", 1.0);
        assertThat(replicas.second().console()).contains("event=redis-lost", "event=redis-back");
    }
}
