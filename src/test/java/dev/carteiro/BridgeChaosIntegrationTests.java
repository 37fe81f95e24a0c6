package dev.carteiro;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A bridge of which much goes wrong: 40 messages and one kill; {@link BridgeChaosTests} has more of both. */
class BridgeChaosIntegrationTests {

    @Test
    void losesAndDoublesNothingAndKeepsTheOrderWhateverIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        new BridgeChaos(folder, 20, 1).run();
    }
}
