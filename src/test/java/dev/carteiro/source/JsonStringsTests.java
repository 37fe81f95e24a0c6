package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonStringsTests {

    @Test
    void findsTheFirstByteThatIsNotPlain() {
        Random random = new Random(42);
        byte[] bytes = new byte[40];
        for (int i = 0; i < 200_000; i++) {
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(12) == 0 ? random.nextInt(256) : ' ' + random.nextInt(95));
            }
            int from = random.nextInt(bytes.length + 1);
            assertThat(JsonStrings.plainUntil(bytes, from)).isEqualTo(oneByOne(bytes, from));
        }
    }

    private static int oneByOne(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] < 0x20 || bytes[i] == '"' || bytes[i] == '\\') {
                return i;
            }
        }
        return bytes.length;
    }

    @Test
    void knowsAQuoteThatEndsAString() {
        assertThat(end("\"")).isEqualTo(0);
        assertThat(end("abc\"x\"")).isEqualTo(3);
        assertThat(end("a long text\\\" with é and \\\\\",\"b\"")).isEqualTo(28);
        assertThat(end("never ends \\\"")).isEqualTo(13);
        assertThat(end("never ends \\")).isEqualTo(12);
        assertThat(end("")).isEqualTo(0);
    }

    private static int end(String json) {
        return JsonStrings.closingQuote(json.getBytes(StandardCharsets.UTF_8), 0);
    }
}
