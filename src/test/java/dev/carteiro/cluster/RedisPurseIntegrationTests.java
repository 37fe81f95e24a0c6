package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carteiro.cluster.Purse.Drawn;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@TestInstance(Lifecycle.PER_CLASS)
class RedisPurseIntegrationTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pace PACE = new Pace(50, Duration.ofSeconds(1));
    private static final Pace SLOW = new Pace(1, Duration.ofHours(1));

    private final TestRedis server = TestRedis.any().start();
    private final RedisClient stranger = RedisClient.create(server.url());
    private final StatefulRedisConnection<String, String> connection = stranger.connect();
    private final RedisCommands<String, String> commands = connection.sync();
    private final Redis one = new Redis(RedisUrl.parse(server.url()), Mono.just("ours"), Schedulers.parallel());
    private final Redis other = new Redis(RedisUrl.parse(server.url()), Mono.just("ours"), Schedulers.parallel());
    private final RedisPurse purse = new RedisPurse(one, Schedulers.parallel());

    @BeforeAll
    void start() {
        one.listen("queue", word -> {});
        other.listen("queue", word -> {});
        one.start();
        other.start();
        await().atMost(PATIENCE).until(() -> one.connected() && other.connected());
    }

    @AfterAll
    void stop() {
        one.stop();
        other.stop();
        connection.close();
        stranger.shutdown();
        server.close();
    }

    private static Drawn drawn(Purse purse, String name, Pace pace, int wanted) {
        return Objects.requireNonNull(purse.draw(name, pace, wanted).block(PATIENCE));
    }

    @Test
    void givesAllWhoDrawTogetherNoMoreThanTheRate() {
        RedisPurse another = new RedisPurse(other, Schedulers.parallel());
        long begun = System.nanoTime();
        int drawn = 0;
        while (System.nanoTime() - begun < Duration.ofSeconds(2).toNanos()) {
            drawn += drawn(purse, "together", PACE, 10).permits()
                    + drawn(another, "together", PACE, 10).permits();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(drawn).isBetween((int) (seconds * 50 * 0.8), (int) (seconds * 50) + PACE.most() + 1);
    }

    @Test
    void saysWhenThereWillBeMoreAndTakesBackWhatWasNotUsed() {
        assertThat(drawn(purse, "slow", SLOW, 1).permits()).isEqualTo(1);
        Drawn none = drawn(purse, "slow", SLOW, 1);
        assertThat(none.permits()).isZero();
        assertThat(none.pause()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        StepVerifier.create(purse.giveBack("slow", SLOW, 1)).expectComplete().verify(PATIENCE);
        assertThat(drawn(purse, "slow", SLOW, 1).permits()).isEqualTo(1);
    }

    @Test
    void takesNoMoreBackThanItHolds() {
        StepVerifier.create(purse.giveBack("back", SLOW, 100)).expectComplete().verify(PATIENCE);
        assertThat(drawn(purse, "back", SLOW, 100).permits()).isEqualTo(1);
        assertThat(drawn(purse, "back", SLOW, 100).permits()).isZero();
    }

    @Test
    void keepsABucketOnlyUntilItIsFullAgain() {
        assertThat(drawn(purse, "kept", PACE, 10).permits()).isEqualTo(10);
        assertThat(commands.pttl("carteiro:ours:permits:kept")).isBetween(1L, 1_200L);
    }

    @Test
    void runsItsScriptWhereRedisHasForgottenIt() {
        assertThat(drawn(purse, "forgotten", PACE, 1).permits()).isEqualTo(1);
        commands.scriptFlush();
        assertThat(drawn(purse, "forgotten", PACE, 1).permits()).isEqualTo(1);
    }

    @Test
    void readsWhatAStrangerWroteAsANumberBetweenNoneAndFull() {
        String key = "carteiro:ours:permits:strange";
        for (String number : new String[] {"nan", "inf", "-inf", "1e300", "x", "-5"}) {
            commands.hset(key, Map.of("permits", number, "at", number));
            assertThat(drawn(purse, "strange", SLOW, 100).permits()).as(number).isBetween(0, 1);
            commands.del(key);
            assertThat(drawn(purse, "strange", SLOW, 100).permits()).isEqualTo(1);
        }
    }

    @Test
    void closesForAWhileWhereRedisRefusesTheScript() {
        RedisPurse refused = new RedisPurse(one, Schedulers.parallel());
        commands.set("carteiro:ours:permits:wrong", "no bucket");
        assertThat(refused.open()).isTrue();
        StepVerifier.create(refused.draw("wrong", PACE, 1)).expectError().verify(PATIENCE);
        assertThat(refused.open()).isFalse();
        assertThat(one.connected()).as("it is there all the same").isTrue();
    }
}
