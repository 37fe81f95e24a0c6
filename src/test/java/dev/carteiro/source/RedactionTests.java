package dev.carteiro.source;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTests {

    private static final Source EVOLUTION = Fixtures.source("evolution-");
    private static final List<String> NAMES = List.of(
            "apikey",
            "api_key",
            "apikey",
            "api\\u006bey",
            "apikeys",
            "apike",
            "\\\"apikey",
            "",
            "é",
            "event",
            "data",
            "a long name that says: \\\\");
    private static final List<String> TEXTS = List.of(
            "",
            "s3cr3t",
            "apikey",
            "\\\"apikey\\\":\\\"x",
            "{",
            "}]",
            "\\\\",
            "\\\\\\\"",
            "maçã é 🍎",
            "a longer text, with: [signs] {in} it",
            "\\u0022apikey\\u0022",
            "x".repeat(40) + "\\\"" + "y".repeat(40));
    private static final List<String> SCALARS = List.of("7", "-1.5e3", "null", "true", "false");

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
                "{\"a\":\"\\\"apikey\\\":\\\"kept\",\"api\\u006bey\":\"b\",\"apikey\":\"c\"}~{\"a\":\"\\\"apikey\\\":\\\"kept\",\"api\\u006bey\":\"[redacted]\",\"apikey\":\"[redacted]\"}",
                "[{\"apikey\":\"a\"},[{\"apikey\":\"kept\"}],7,{\"apikey\":\"b\"}]~[{\"apikey\":\"[redacted]\"},[{\"apikey\":\"kept\"}],7,{\"apikey\":\"[redacted]\"}]"
            })
    void replacesTheKeyAndNoOtherByte(String body, String kept) {
        assertThat(new String(kept(EVOLUTION, body.getBytes(UTF_8)), UTF_8)).isEqualTo(kept);
    }

    /** What follows from quotes and brackets alone is what a parser finds, whatever the keys stand between. */
    @Test
    void findsTheSameKeysAsAParser() {
        Random random = new Random(4_711);
        int sure = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] json = (random.nextBoolean() ? object(random, 3) : array(random, 4)).getBytes(UTF_8);
            List<KeySpans.Span> spans = KeySpans.of(json);
            if (spans != null) {
                sure++;
                assertThat(spans).as("%s", new String(json, UTF_8)).isEqualTo(Redaction.parsed(json));
            }
        }
        assertThat(sure).isBetween(5_000, 19_000);
    }

    private static String object(Random random, int depth) {
        StringBuilder json = new StringBuilder("{");
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(space(random)).append('"').append(one(random, NAMES)).append('"');
            json.append(space(random)).append(':').append(space(random)).append(value(random, depth - 1));
            json.append(space(random)).append(i == 1 ? "" : ",");
        }
        return json.append(space(random)).append('}').toString();
    }

    private static String array(Random random, int depth) {
        StringBuilder json = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(space(random)).append(value(random, depth - 1)).append(i == 1 ? "" : ",");
        }
        return json.append(']').toString();
    }

    private static String value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 6 : 3);
        return kind < 2
                ? '"' + one(random, TEXTS) + '"'
                : kind == 2 ? one(random, SCALARS) : kind < 5 ? object(random, depth) : array(random, depth);
    }

    private static String space(Random random) {
        return one(random, List.of("", "", "", " ", "\n\t"));
    }

    private static String one(Random random, List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
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
