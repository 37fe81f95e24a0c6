package dev.carteiro.stream;

import static dev.carteiro.stream.TestFrames.frame;
import static dev.carteiro.stream.TestFrames.frames;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingTests {

    private static final long MUCH = 1 << 20;

    private static List<Long> read(Ring ring, long number, int most, int mostOfTheirBytes) {
        List<Frame> some = ring.read(number, most, mostOfTheirBytes);
        return TestFrames.positions(Objects.requireNonNull(some));
    }

    private static List<Long> read(Ring ring, long number) {
        return read(ring, number, 100, 1 << 20);
    }

    @Test
    void isEmptyAtFirst() {
        Ring ring = new Ring(3, MUCH);
        assertThat(ring.position()).isZero();
        assertThat(ring.find(0)).isZero();
        assertThat(read(ring, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "9, ", "10, 0", "11, 0", "12, 1", "13, 1", "14, 2", "15, 2", "16, 3", "17, 3", "20, 3", "99, 3",
    })
    void findsTheFirstFrameAboveAPosition(long position, @Nullable Long number) {
        Ring ring = new Ring(3, MUCH);
        ring.restart(10);
        ring.add(frames(12, 14, 16), 20);
        assertThat(ring.find(position)).isEqualTo(number);
    }

    @Test
    void hasReachedWhatItWasGivenWhetherThereWereFramesOrNot() {
        Ring ring = new Ring(3, MUCH);
        ring.restart(10);
        assertThat(ring.position()).isEqualTo(10);
        ring.add(frames(12), 15);
        assertThat(ring.position()).isEqualTo(15);
        ring.add(List.of(), 18);
        assertThat(ring.position()).isEqualTo(18);
    }

    @Test
    void holdsSoMany() {
        Ring ring = new Ring(3, MUCH);
        ring.restart(0);
        ring.add(frames(1, 2), 2);
        ring.add(frames(3, 4, 5), 5);
        assertThat(ring.read(1, 100, 100)).isNull();
        assertThat(read(ring, 2)).containsExactly(3L, 4L, 5L);
        assertThat(ring.find(1)).isNull();
        assertThat(ring.find(2)).isEqualTo(2);
    }

    @Test
    void holdsTheLastOfMoreThanFitAtOnce() {
        Ring ring = new Ring(2, MUCH);
        ring.restart(0);
        ring.add(frames(1, 2, 3, 4, 5, 6, 7), 7);
        assertThat(read(ring, 5)).containsExactly(6L, 7L);
        assertThat(ring.find(4)).isNull();
    }

    @Test
    void holdsSoManyBytes() {
        Ring ring = new Ring(100, 1_000);
        ring.restart(0);
        ring.add(List.of(frame(1, 400), frame(2, 600)), 2);
        assertThat(read(ring, 0)).containsExactly(1L, 2L);
        ring.add(List.of(frame(3, 401)), 3);
        assertThat(ring.find(0)).isNull();
        assertThat(ring.find(1)).isNull();
        assertThat(read(ring, 2)).containsExactly(3L);
    }

    @Test
    void holdsOneFrameThatIsLargerThanAllOfIt() {
        Ring ring = new Ring(100, 1_000);
        ring.restart(0);
        ring.add(List.of(frame(1, 400), frame(2, 5_000)), 2);
        assertThat(ring.read(0, 100, 100)).isNull();
        assertThat(read(ring, 1)).containsExactly(2L);
        ring.add(List.of(frame(3, 400)), 3);
        assertThat(ring.read(1, 100, 100)).isNull();
        ring.add(List.of(frame(4, 600)), 4);
        assertThat(read(ring, 2)).containsExactly(3L, 4L);
    }

    @Test
    void readsAtMostSoMany() {
        Ring ring = new Ring(100, MUCH);
        ring.restart(0);
        ring.add(frames(1, 2, 3, 4), 4);
        assertThat(read(ring, 1, 2, 1 << 20)).containsExactly(2L, 3L);
        assertThat(read(ring, 0, 0, 0)).isEmpty();
        assertThat(read(ring, 4)).isEmpty();
    }

    @Test
    void readsAtMostSoManyBytesButAlwaysOneFrame() {
        Ring ring = new Ring(100, MUCH);
        ring.restart(0);
        ring.add(List.of(frame(1, 400), frame(2, 600), frame(3, 400)), 3);
        assertThat(read(ring, 0, 100, 1_000)).containsExactly(1L, 2L);
        assertThat(read(ring, 0, 100, 999)).containsExactly(1L);
        assertThat(read(ring, 1, 100, 10)).containsExactly(2L);
    }

    @Test
    void startsAgainElsewhereWithoutItsOldNumbers() {
        Ring ring = new Ring(3, 1_000);
        ring.restart(0);
        ring.add(List.of(frame(1, 400), frame(2, 400)), 2);
        ring.restart(100);
        assertThat(ring.position()).isEqualTo(100);
        assertThat(ring.read(0, 100, 100)).isNull();
        assertThat(ring.read(1, 100, 100)).isNull();
        assertThat(ring.find(99)).isNull();
        assertThat(ring.find(100)).isEqualTo(2);
        ring.add(List.of(frame(101, 400), frame(102, 600)), 102);
        assertThat(read(ring, 2)).containsExactly(101L, 102L);
    }
}
