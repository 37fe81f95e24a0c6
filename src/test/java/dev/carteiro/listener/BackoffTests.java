package dev.carteiro.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTests {

    private final Random random = new Random(7);

    private LongSummaryStatistics millis(int failures, boolean refused) {
        return IntStream.range(0, 10_000)
                .mapToLong(n -> Backoff.after(failures, refused, random).toMillis())
                .summaryStatistics();
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "8, 60000", "64, 60000", "2147483647, 60000"})
    void doublesUpToAMinuteAndLeavesHalfOfItToChance(int failures, long full) {
        LongSummaryStatistics pauses = millis(failures, false);
        assertThat(pauses.getMin()).isBetween(full / 2, full / 2 + full / 50);
        assertThat(pauses.getMax()).isBetween(full - full / 50, full);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 100})
    void leavesAServerAloneThatRefuses(int failures) {
        LongSummaryStatistics pauses = millis(failures, true);
        assertThat(pauses.getMin()).isBetween(30_000L, 31_000L);
        assertThat(pauses.getMax()).isBetween(59_000L, 60_000L);
    }

    @Test
    void isNeverNothing() {
        assertThat(Backoff.after(1, false, new Random() {
                    @Override
                    public long nextLong(long bound) {
                        return 0;
                    }
                }))
                .isEqualTo(Duration.ofMillis(500));
    }
}
