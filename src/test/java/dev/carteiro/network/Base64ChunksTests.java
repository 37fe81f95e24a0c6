package dev.carteiro.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class Base64ChunksTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static String encoded(List<byte[]> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        StepVerifier.create(Base64Chunks.encoded(Flux.fromIterable(chunks))
                        .doOnNext(all::writeBytes)
                        .then())
                .expectComplete()
                .verify(PATIENCE);
        return all.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void isTheSameWhereverTheChunksEnd() {
        Random random = new Random(1);
        for (int size = 0; size < 200; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            List<byte[]> chunks = new ArrayList<>();
            for (int at = 0; at < size; ) {
                int end = Math.min(size, at + random.nextInt(8));
                chunks.add(Arrays.copyOfRange(bytes, at, end));
                at = end;
            }
            assertThat(encoded(chunks)).isEqualTo(Base64.getEncoder().encodeToString(bytes));
            assertThat(Base64Chunks.length(size)).isEqualTo(encoded(chunks).length());
        }
    }

    @Test
    void isNothingOfNothing() {
        assertThat(encoded(List.of())).isEmpty();
        assertThat(encoded(List.of(new byte[0]))).isEmpty();
    }

    @Test
    void knowsHowLongItGetsBeyondAllIntegers() {
        assertThat(Base64Chunks.length(3L << 32)).isEqualTo(4L << 32);
    }
}
