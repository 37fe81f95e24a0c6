package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Replicas that have a Redis keep a rate together, and offer each other what they have no room for. */
@TestInstance(Lifecycle.PER_CLASS)
class SharedRateChaosTests {

    private static final int RATE = 20;
    private static final String LIMITED = "/api/destinations/limited";

    private final ScriptedPeer limited = ScriptedPeer.start();
    private final ScriptedPeer slow = ScriptedPeer.start();
    private final Replicas replicas;

    SharedRateChaosTests(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        replicas = Replicas.start(folder, """
            carteiro:
              sources:
                evolution: { type: evolution }
              destinations:
                limited: { url: "%s/", rate-limit: %d/s }
                slow: { url: "%s/", concurrency: 1 }
              routes:
                - { name: a, when: 'event.instance == "Limited"', to: [limited] }
                - { name: b, when: 'event.instance == "Slow"', to: [slow] }
            """.formatted(limited.url(), RATE, slow.url()));
    }

    @BeforeAll
    void connected() {
        slow.respond(200).after(Duration.ofMillis(50));
        eventually().until(() -> replicas.isConnected(true));
    }

    @AfterAll
    void stop() {
        replicas.close();
        limited.close();
        slow.close();
    }

    private void pause(boolean paused) {
        RouterClient client = replicas.first().client();
        assertThat(client.admin("PATCH", LIMITED, "{\"paused\": " + paused + "}")
                        .status())
                .isEqualTo(200);
    }

    /** When each of so many events was sent that had all been accepted before, by both routers in turns. */
    private List<Instant> delivered(int events) {
        limited.forget();
        pause(true);
        eventually()
                .until(() ->
                        replicas.second().client().get(LIMITED).path("paused").asBoolean(false));
        List<String> ids = IntStream.range(0, events)
                .mapToObj(event ->
                        replicas.client(event).accept(message("Limited", "55" + event + "@s.whatsapp.net", unique())))
                .toList();
        pause(false);
        eventually().until(() -> limited.requests().size() >= events);
        assertThat(limited.requests()).hasSize(events);
        return ids.stream().map(this::start).sorted().toList();
    }

    /** When its attempt began: it can be late at the other end. */
    private Instant start(String id) {
        eventually().until(() -> replicas.first().client().state(id, "limited").equals("delivered"));
        JsonNode attempts = replicas.first().client().delivery(id, "limited").path("attempts");
        assertThat(attempts.size()).as("attempts").isEqualTo(1);
        return Instant.parse(attempts.path(0).path("at").asString(""));
    }

    private static void assertHeld(List<Instant> starts) {
        for (int i = 0; i < starts.size(); i++) {
            Instant end = starts.get(i).plusSeconds(1);
            long within =
                    starts.stream().skip(i).filter(start -> start.isBefore(end)).count();
            // What both have drawn, and what was saved up, comes to less than half a second's worth.
            assertThat(within).as("starts within a second").isLessThanOrEqualTo(RATE + RATE / 2);
        }
        Duration took = Duration.between(starts.getFirst(), starts.getLast());
        double perSecond = (starts.size() - 1) * 1_000.0 / took.toMillis();
        System.out.printf("rate: %.1f/s of %d/s%n", perSecond, RATE);
        assertThat(perSecond).as("made use of").isGreaterThan(RATE / 3.0);
    }

    @Test
    void holdsARateOverAllReplicasWithRedisAndWithout() {
        assertHeld(delivered(3 * RATE));
        replicas.redis().kill();
        try {
            eventually().until(() -> replicas.isConnected(false));
            assertHeld(delivered(2 * RATE));
        } finally {
            replicas.redis().start();
            eventually().until(() -> replicas.isConnected(true));
        }
    }

    @Test
    void offersOtherReplicasWhatOneHasNoRoomFor() {
        List<String> offered = new CopyOnWriteArrayList<>();
        RedisClient client = RedisClient.create(replicas.redis().url());
        try (StatefulRedisPubSubConnection<String, String> stranger = client.connectPubSub()) {
            stranger.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String pattern, String channel, String message) {
                    offered.add(channel.replaceAll(":.*:", ":") + message.replaceAll(".* ", " "));
                }
            });
            stranger.sync().psubscribe("carteiro:*:queue");
            double before = attempts();
            for (int event = 0; event < 40; event++) {
                replicas.first().client().accept(message("Slow", "55" + event + "@s.whatsapp.net", unique()));
            }
            eventually().until(() -> slow.requests().size() == 40);
            assertThat(offered).contains("carteiro:queue slow");
            eventually().until(() -> attempts() > before);
        } finally {
            client.shutdown();
        }
    }

    private double attempts() {
        return Metrics.of(replicas.second().client())
                .values()
                .getOrDefault("carteiro_attempts_seconds_count{destination=\"slow\",outcome=\"delivered\"}", 0.0);
    }
}
