package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class RedisCarrierIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String RIGHTS = "+@connection +publish +subscribe +eval +evalsha +hmget +hset +pexpire +time"
            + " ~carteiro:* resetchannels &carteiro:*";

    private final TestRedis server = TestRedis.any();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Redis one = redis("ours");
    private final Redis other = redis("ours");

    private Redis redis(String installation) {
        return new Redis(RedisUrl.parse(server.url()), Mono.just(installation), Schedulers.parallel());
    }

    private void start() {
        one.listen("queue", heard::add);
        other.listen("queue", word -> {});
        one.start();
        other.start();
    }

    private void connected() {
        await().atMost(PATIENCE).until(() -> one.connected() && other.connected());
    }

    @AfterEach
    void stop() {
        one.stop();
        other.stop();
        server.close();
    }

    private static Long tell(Redis redis, String word) {
        return Objects.requireNonNull(redis.tell("queue", word).block(PATIENCE));
    }

    @Test
    void hearsWhatOthersSayAndNotItself() {
        server.start();
        Redis elsewhere = redis("theirs");
        elsewhere.listen("queue", word -> {});
        elsewhere.start();
        start();
        connected();
        await().atMost(PATIENCE).until(elsewhere::connected);
        assertThat(tell(one, "mine")).isEqualTo(2);
        assertThat(tell(elsewhere, "theirs")).isEqualTo(1);
        assertThat(tell(other, "crm para você")).isEqualTo(2);
        await().atMost(PATIENCE).until(() -> heard.contains("crm para você"));
        assertThat(heard).containsExactly("", "crm para você");
        elsewhere.stop();
    }

    @Test
    void ignoresWhatNoneOfUsWouldSay() {
        server.start();
        start();
        connected();
        RedisClient client = RedisClient.create(server.url());
        try (StatefulRedisConnection<String, String> stranger = client.connect()) {
            for (String message : List.of("", "crm", "0123456789abcdeX crm", "0123456789abcdef " + "x".repeat(2_000))) {
                assertThat(stranger.sync().publish("carteiro:ours:queue", message))
                        .isEqualTo(2);
            }
        } finally {
            client.shutdown();
        }
        assertThat(tell(other, "last")).isEqualTo(2);
        await().atMost(PATIENCE).until(() -> heard.contains("last"));
        assertThat(heard).containsExactly("", "last");
    }

    @Test
    void saysThatSomethingMayHaveBeenMissedWhenItIsBack() {
        start();
        assertThat(tell(one, "nobody hears")).isZero();
        server.start();
        connected();
        assertThat(heard).containsExactly("");
        server.kill();
        await().atMost(PATIENCE).until(() -> !one.connected() && !other.connected());
        assertThat(tell(one, "nobody hears")).isZero();
        server.start();
        connected();
        assertThat(heard).containsExactly("", "");
        assertThat(tell(other, "crm")).isEqualTo(2);
        await().atMost(PATIENCE).until(() -> heard.contains("crm"));
    }

    @Test
    void waitsForNobodyWhoHasStoppedInHisTracks() {
        server.start();
        start();
        connected();
        server.freeze();
        try {
            assertThat(tell(one, "late")).isZero();
            assertThat(one.connected()).isFalse();
            long begun = System.nanoTime();
            assertThat(tell(one, "at once")).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
        } finally {
            server.thaw();
        }
        connected();
        assertThat(tell(other, "crm")).isEqualTo(2);
    }

    /** Those of docs/operations.md. */
    @Test
    void needsFewRights() {
        server.start();
        RedisClient client = RedisClient.create(server.url());
        try (StatefulRedisConnection<String, String> administrator = client.connect()) {
            CommandArgs<String, String> rights = new CommandArgs<>(StringCodec.UTF8)
                    .add("SETUSER")
                    .add("carteiro")
                    .add("on")
                    .add(">secret");
            for (String right : RIGHTS.split(" ", -1)) {
                rights.add(right);
            }
            assertThat(administrator.sync().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), rights))
                    .isEqualTo("OK");
        } finally {
            client.shutdown();
        }
        String url = server.url().replace("redis://", "redis://carteiro:secret@");
        Redis guest = new Redis(RedisUrl.parse(url), Mono.just("ours"), Schedulers.parallel());
        guest.listen("queue", word -> {});
        guest.start();
        start();
        connected();
        await().atMost(PATIENCE).until(guest::connected);
        assertThat(tell(guest, "crm")).isEqualTo(3);
        Purse purse = new RedisPurse(guest, Schedulers.parallel());
        assertThat(purse.draw("crm", new Pace(5, Duration.ofSeconds(1)), 1).block(PATIENCE))
                .isEqualTo(new Purse.Drawn(1, Duration.ZERO));
        guest.stop();
    }
}
