package dev.carteiro.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SpoolTests {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final List<String> before = openAtAll();

    SpoolTests() throws IOException {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LARGE = 5 * (1 << 20) + 17;
    private static final int PART = 100_000;

    private final Scheduler media = Schedulers.newBoundedElastic(1, 1_000, "media", 60, true);
    private final Spool spool = new Spool(media, 10 << 20);

    @AfterEach
    void dispose() {
        media.dispose();
    }

    private static byte[] file(int size) {
        byte[] file = new byte[size];
        new Random(size).nextBytes(file);
        return file;
    }

    private static Flux<byte[]> parts(byte[] file) {
        List<byte[]> parts = new ArrayList<>();
        for (int at = 0; at < file.length; at += PART) {
            parts.add(Arrays.copyOfRange(file, at, Math.min(file.length, at + PART)));
        }
        return Flux.fromIterable(parts);
    }

    private Spooled spooled(byte[] file) {
        AtomicReference<@Nullable Spooled> spooled = new AtomicReference<>();
        StepVerifier.create(spool.of(parts(file)))
                .consumeNextWith(spooled::set)
                .expectComplete()
                .verify(PATIENCE);
        return Objects.requireNonNull(spooled.get());
    }

    private static byte[] read(Spooled spooled) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        StepVerifier.create(spooled.bytes()
                        .doOnNext(chunk -> {
                            assertThat(chunk.length).isBetween(1, 64 * 1024);
                            all.writeBytes(chunk);
                        })
                        .then())
                .expectComplete()
                .verify(PATIENCE);
        return all.toByteArray();
    }

    /** What has been asked of the threads that may be blocked is done by then. */
    private void settle() {
        CountDownLatch done = new CountDownLatch(1);
        media.schedule(done::countDown);
        await(done);
    }

    /** The files that are open since this test began: other tests may have left theirs to the garbage collector. */
    private List<String> open() throws IOException {
        assumeTrue(Files.isDirectory(DESCRIPTORS));
        List<String> open = openAtAll();
        open.removeAll(before);
        return open;
    }

    private static List<String> openAtAll() throws IOException {
        List<String> open = new ArrayList<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : all) {
                if (Files.isSymbolicLink(descriptor)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.contains("/carteiro-")) {
                        open.add(target);
                    }
                }
            }
        }
        return open;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 * 1024, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, LARGE})
    void givesBackWhatItWasGivenAsOftenAsItIsAsked(int size) {
        byte[] file = file(size);
        try (Spooled spooled = spooled(file)) {
            assertThat(spooled.size()).isEqualTo(size);
            assertThat(read(spooled)).isEqualTo(file);
            assertThat(read(spooled)).isEqualTo(file);
        }
    }

    @Test
    void keepsWhatIsSmallOffTheDisk() throws IOException {
        try (Spooled spooled = spooled(file(1 << 20))) {
            assertThat(spooled.size()).isEqualTo(1 << 20);
            assertThat(open()).isEmpty();
        }
    }

    @Test
    void leavesNothingForAnybodyToFind() throws IOException {
        Spooled spooled = spooled(file(LARGE));
        assertThat(open()).singleElement().satisfies(name -> assertThat(name).endsWith(" (deleted)"));
        spooled.close();
        spooled.close();
        settle();
        assertThat(open()).isEmpty();
    }

    @Test
    void givesNothingOnceItIsClosed() {
        Spooled spooled = spooled(file(LARGE));
        spooled.close();
        StepVerifier.create(spooled.bytes()).expectErrorMessage("it is closed").verify(PATIENCE);
        assertThat(spooled.size()).isEqualTo(LARGE);
    }

    @Test
    void readsWhatIsAskedForAndOnlyWhereThatMayWait() {
        List<String> threads = new CopyOnWriteArrayList<>();
        try (Spooled spooled = spooled(file(LARGE))) {
            StepVerifier.create(
                            spooled.bytes()
                                    .doOnNext(chunk ->
                                            threads.add(Thread.currentThread().getName())),
                            0)
                    .thenRequest(1)
                    .expectNextCount(1)
                    .then(() -> assertThat(threads).hasSize(1))
                    .thenRequest(29)
                    .expectNextCount(29)
                    .then(() -> assertThat(threads).hasSize(30))
                    .thenCancel()
                    .verify(PATIENCE);
        }
        assertThat(threads).allSatisfy(name -> assertThat(name).startsWith("media"));
    }

    @Test
    void canBeReadAgainAfterSomebodyStoppedInTheMiddle() {
        byte[] file = file(LARGE);
        try (Spooled spooled = spooled(file)) {
            for (int i = 0; i < 50; i++) {
                StepVerifier.create(spooled.bytes())
                        .expectNextCount(17 + i % 20)
                        .thenCancel()
                        .verify(PATIENCE);
            }
            assertThat(read(spooled)).isEqualTo(file);
        }
    }

    @Test
    void isReadByMoreThanOneAtATime() {
        byte[] file = file(LARGE);
        try (Spooled spooled = spooled(file)) {
            StepVerifier.create(Flux.zip(spooled.bytes(), spooled.bytes().limitRate(3))
                            .all(two -> Arrays.equals(two.getT1(), two.getT2())))
                    .expectNext(true)
                    .expectComplete()
                    .verify(PATIENCE);
        }
    }

    @Test
    void takesNoMoreThanTheDiskDoes() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        media.schedule(() -> {
            blocked.countDown();
            await(busy);
        });
        await(blocked);
        AtomicInteger taken = new AtomicInteger();
        Flux<byte[]> source = parts(file(LARGE)).doOnNext(part -> taken.incrementAndGet());
        StepVerifier.create(spool.of(source))
                .then(() -> assertThat(taken).hasValueLessThanOrEqualTo(2))
                .then(busy::countDown)
                .consumeNextWith(Spooled::close)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(taken).hasValue(LARGE / PART + 1);
    }

    @Test
    void takesNoMoreThanAFileMayHave() throws IOException {
        byte[] part = file(PART);
        StepVerifier.create(spool.of(Flux.generate(sink -> sink.next(part))))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(MediaTooLargeException.class)
                        .hasMessage("it has more than " + (10 << 20) + " bytes"))
                .verify(PATIENCE);
        settle();
        assertThat(open()).isEmpty();
    }

    @Test
    void leavesNothingOfAFileThatBrokeOff() throws IOException {
        StepVerifier.create(spool.of(parts(file(LARGE)).concatWith(Flux.error(new IOException("gone")))))
                .expectErrorMessage("gone")
                .verify(PATIENCE);
        settle();
        assertThat(open()).isEmpty();
    }

    @Test
    void leavesNothingOfAFileThatNobodyWantsAnyMore() throws IOException {
        CountDownLatch there = new CountDownLatch(1);
        Flux<byte[]> source =
                parts(file(LARGE)).concatWith(Flux.<byte[]>never().doOnSubscribe(all -> there.countDown()));
        StepVerifier.create(spool.of(source))
                .then(() -> await(there))
                .then(this::settled)
                .thenCancel()
                .verify(PATIENCE);
        settle();
        assertThat(open()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void settled() {
        try {
            settle();
            assertThat(open()).hasSize(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
