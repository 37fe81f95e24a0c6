package dev.carteiro.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class QrCodeTests {

    private static final Instant CAME = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void isGoodForAMinute() {
        QrCode code = new QrCode(null, "2@AbC", null, CAME);
        assertThat(code.expiresAt()).isEqualTo(CAME.plusSeconds(60));
        assertThat(code.isFresh(CAME)).isTrue();
        assertThat(code.isFresh(CAME.plusMillis(59_999))).isTrue();
        assertThat(code.isFresh(CAME.plusSeconds(60))).isFalse();
    }
}
