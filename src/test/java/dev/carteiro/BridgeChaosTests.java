package dev.carteiro;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A bridge of which much goes wrong for long: 200 messages, three kills. */
class BridgeChaosTests {

    @Test
    void losesAndDoublesNothingAndKeepsTheOrderWhateverIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        new BridgeChaos(folder, 100, 3).run();
    }
}
