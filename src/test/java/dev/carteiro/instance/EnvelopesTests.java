package dev.carteiro.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.ConnectionState;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.ingest.TestDoor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopesTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final TestDoor door = new TestDoor();

    private Fact read(byte[] envelope) {
        return Objects.requireNonNull(door.door().read("evolution", envelope, NOW))
                .facts()
                .getFirst();
    }

    private Fact qrcode(@Nullable String image, @Nullable String code, @Nullable String pairingCode) {
        return read(Envelopes.qrcode("Loja \"1\"", new QrCode(image, code, pairingCode, NOW)));
    }

    @ParameterizedTest
    @CsvSource({"open, OPEN", "connecting, CONNECTING", "close, CLOSE"})
    void tellOfAConnectionAsEvolutionDoes(String word, ConnectionState state) {
        Fact fact = read(Envelopes.connection("Loja \"1\"", word, "probe: the server says so", NOW));
        assertThat(fact.source()).isEqualTo("evolution");
        assertThat(fact.instance()).isEqualTo("Loja \"1\"");
        assertThat(fact.data()).isEqualTo(new Event.ConnectionChanged(state, "probe: the server says so", null, null));
    }

    @Test
    void tellTheSameNewsAgainAtAnotherTime() {
        assertThat(read(Envelopes.connection("acme", "open", "probe", NOW)).idempotencyKey())
                .isEqualTo(
                        read(Envelopes.connection("acme", "open", "probe", NOW)).idempotencyKey())
                .isNotEqualTo(read(Envelopes.connection("acme", "open", "probe", NOW.plusSeconds(60)))
                        .idempotencyKey());
    }

    @Test
    void tellOfACodeAsEvolutionDoes() {
        Fact fact = qrcode("data:image/png;base64,iVBORw0KGgo=", "2@AbC", "WZYEH1YY");
        assertThat(fact.instance()).isEqualTo("Loja \"1\"");
        assertThat(fact.data())
                .isEqualTo(new Event.QrcodeUpdated(true, "data:image/png;base64,iVBORw0KGgo=", "2@AbC", "WZYEH1YY"));
        assertThat(qrcode(null, "2@AbC", null).data()).isEqualTo(new Event.QrcodeUpdated(true, null, "2@AbC", null));
    }

    @Test
    void tellOfACodeThatCanOnlyBeTyped() {
        assertThat(qrcode(null, null, "WZYEH1YY").data())
                .isEqualTo(new Event.QrcodeUpdated(true, null, null, "WZYEH1YY"));
        assertThat(qrcode(null, null, "WZYEH1YY").idempotencyKey())
                .isNotEqualTo(qrcode(null, null, "XYZ12345").idempotencyKey());
    }

    @Test
    void tellOfACodeThatCameByItselfAsTheSame() {
        String webhook = """
                {"event":"qrcode.updated","instance":"acme","date_time":"2026-01-02T00:04:06.000Z",
                 "data":{"qrcode":{"instance":"acme","pairingCode":null,"code":"2@AbC","base64":"data:image/png;base64,"}}}
                """;
        assertThat(read(Envelopes.qrcode("acme", new QrCode(null, "2@AbC", null, NOW)))
                        .idempotencyKey())
                .isEqualTo(read(webhook.getBytes(StandardCharsets.UTF_8)).idempotencyKey());
    }
}
