package dev.carteiro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTests {

    @Test
    void readsPasswordPortAndDatabase() {
        RedisURI uri = RedisUrl.parse(" redis://:s%23cret@redis.example:6380/3 ");
        assertThat(uri.getHost()).isEqualTo("redis.example");
        assertThat(uri.getPort()).isEqualTo(6380);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertThat(uri.isSsl()).isFalse();
        assertThat(uri.toString()).doesNotContain("cret");
    }

    @Test
    void readsTlsAndSentinels() {
        assertThat(RedisUrl.parse("rediss://stack_redis").isSsl()).isTrue();
        assertThat(RedisUrl.parse("redis://[::1]:6380").getPort()).isEqualTo(6380);
        RedisURI sentinels = RedisUrl.parse("redis-sentinel://:secret@one:26379,two:26379/0#carteiro");
        assertThat(sentinels.getSentinelMasterId()).isEqualTo("carteiro");
        assertThat(sentinels.getSentinels()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis.example:6379",
                "http://:secret@redis.example",
                "redis://",
                "redis://:secret@",
                "redis://:secret#more@redis.example",
                "redis://:secret@redis.example:port",
                "redis-sentinel://:secret@one:26379",
                "secret"
            })
    void refusesWhatIsNoneAndNeverQuotesIt(String url) {
        assertThatThrownBy(() -> RedisUrl.parse(url))
                .isInstanceOf(InvalidRedisUrlException.class)
                .hasMessageStartingWith("CARTEIRO_REDIS_URL cannot be used: ")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }
}
