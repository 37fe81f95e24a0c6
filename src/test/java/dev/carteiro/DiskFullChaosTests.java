package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.carteiro.LedgerLoad.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A router whose PostgreSQL lives on a disk that somebody else fills to the last byte, and clears again. Takes root, to mount one. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DiskFullChaosTests {

    private static final Size SIZE = new Size(64, 25, Duration.ofMillis(20));
    private static final byte[] BLOCK = new byte[4096];

    @Test
    void keepsWhatItHasAcknowledgedAndGoesOnByItself(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        Path disk = Files.createDirectories(folder.resolve("router0").resolve("data"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk.toString()))
                .as("a small disk could not be mounted: nothing is shown here")
                .isZero();
        try (Ordeal ordeal = Ordeal.alone(folder);
                LedgerLoad load = ordeal.load(SIZE)) {
            eventually().until(() -> load.count() >= SIZE.events() / 5);
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            eventually()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> load.refusals().size() >= 32);
            fill(ballast); // what a crash of PostgreSQL may have freed
            int refused = load.refusals().size();
            eventually().until(() -> load.refusals().size() >= refused + 32);
            Files.delete(ballast);
            ordeal.settled("disk-full", load).assertKept(Ordeal.IN_FLIGHT);
            load.assertNobodyBlamed();
            assertThat(load.disconnections()).isEmpty();
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    private static void fill(Path file) {
        try (OutputStream out = Files.newOutputStream(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
