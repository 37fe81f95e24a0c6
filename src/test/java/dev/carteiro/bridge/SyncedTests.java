package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncedTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"messages.set\",\"data\":[]}                        | true",
                "{\"instance\":\"Ravenna\",\"event\":\"messages.set\",\"data\":[]} | true",
                "{\"event\":\"messages.upsert\",\"data\":{\"event\":\"messages.set\"}} | false",
                "{\"data\":{},\"event\":\"messages.set\"}                         | false",
                "[{\"event\":\"messages.set\"}]                                   | false",
                "no json                                                          | false",
            })
    void isWhatCameWithThePairingAndNothingElse(String body, boolean synced) {
        Envelope envelope =
                new Envelope(1, "evolution", "message.received", "Ravenna", null, Instant.EPOCH, Instant.EPOCH);
        assertThat(Synced.is(new Recorded(envelope, new byte[0], body.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(synced);
    }
}
