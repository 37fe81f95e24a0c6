package dev.carteiro.source;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTests {

    private static final Source EVOLUTION = Fixtures.source("evolution-");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"event\":\"x\",\"apikey\":\"s3cr3t\"}~{\"event\":\"x\",\"apikey\":\"[redacted]\"}",
                "{ \"apikey\" : \"s3\\\"cr3t\\\\\" ,\"z\":1.0, \"a\":[ ] }~{ \"apikey\" : \"[redacted]\" ,\"z\":1.0, \"a\":[ ] }",
                "{\"a\":\"não\\u00e9 \",\"apikey\":\"\",\"b\":2}~{\"a\":\"não\\u00e9 \",\"apikey\":\"[redacted]\",\"b\":2}",
                "{\"api\\u006bey\":\"s3cr3t\"}~{\"api\\u006bey\":\"[redacted]\"}",
                "{\"data\":{\"apikey\":\"kept\"},\"api_key\":\"s3cr3t\"}~{\"data\":{\"apikey\":\"kept\"},\"api_key\":\"[redacted]\"}",
                "{\"apikey\":\"a\",\"apikey\":\"b\"}~{\"apikey\":\"[redacted]\",\"apikey\":\"[redacted]\"}",
                "[{\"apikey\":\"a\"},[{\"apikey\":\"kept\"}],7,{\"apikey\":\"b\"}]~[{\"apikey\":\"[redacted]\"},[{\"apikey\":\"kept\"}],7,{\"apikey\":\"[redacted]\"}]"
            })
    void replacesTheKeyAndNoOtherByte(String body, String kept) {
        assertThat(new String(kept(EVOLUTION, body.getBytes(UTF_8)), UTF_8)).isEqualTo(kept);
    }

    @Test
    void replacesKeysLongerThanAnyBuffer() {
        String body = "{\"data\":\"" + "é".repeat(100_000) + "\",\"apikey\":\"" + "k".repeat(100_000) + "\",\"z\":1}";
        assertThat(new String(kept(EVOLUTION, body.getBytes(UTF_8)), UTF_8))
                .endsWith("é\",\"apikey\":\"[redacted]\",\"z\":1}")
                .hasSize(100_000 + 39);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"x\",\"apikey\":null}",
                "{\"event\":\"x\"}",
                "{\"apikey\":7}",
                "[]",
                "\"apikey\"",
                "[7]"
            })
    void copiesNothingWhereThereIsNothingToTakeOut(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        assertThat(kept(EVOLUTION, bytes)).isSameAs(bytes);
    }

    @Test
    void letsNoKeyThroughInAnotherEncoding() {
        assertThat(new String(kept(EVOLUTION, "{\"event\":\"x\",\"apikey\":\"s3cr3t\"}".getBytes(UTF_16BE)), UTF_8))
                .isEqualTo("{\"event\":\"x\",\"apikey\":\"[redacted]\"}");
        assertThat(new String(kept(EVOLUTION, "\uFEFF{\"apikey\":\"s3cr3t\",\"b\":1}".getBytes(UTF_8)), UTF_8))
                .contains("[redacted]", "\"b\":1")
                .doesNotContain("s3cr3t");
    }

    @Test
    void takesTheServersKeyOutOfReportsOfErrors() {
        assertThat(new String(Fixtures.decoded("evolution-error").body(), UTF_8))
                .contains("\"api_key\": \"[redacted]\"")
                .doesNotContain("GLOBAL-KEY");
    }

    @Test
    void takesItOutOfEvolutionsEnvelopeEvenWhereAGenericSourceReceivesIt() {
        byte[] body = Fixtures.body("evolution-messages-upsert-instance-token");
        assertThat(new String(kept(Fixtures.source("generic-"), body), UTF_8)).doesNotContain("A1B2C3D4-0000");
        byte[] other = "{\"apikey\":\"of some other system\"}".getBytes(UTF_8);
        assertThat(kept(Fixtures.source("generic-"), other)).isSameAs(other);
    }

    @Test
    void leavesItWhereFlowsNeedIt() {
        SourceSettings keep = new SourceSettings(
                SourceType.EVOLUTION,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                Duration.ofMinutes(5),
                null,
                null,
                null,
                null,
                null);
        byte[] body = Fixtures.body("evolution-messages-upsert-instance-token");
        assertThat(kept(Sources.of(Map.of("n8n", keep)).all().getFirst(), body)).isSameAs(body);
    }

    private static byte[] kept(Source source, byte[] body) {
        return source.decode(Fixtures.inbound(body)).body();
    }
}
