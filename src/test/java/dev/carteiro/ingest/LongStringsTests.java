package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LongStringsTests {

    private static final String LONG = "A".repeat(LongStrings.LONGEST + 1);

    private static String leftOut(String json) {
        return new String(LongStrings.leftOut(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void leavesShortJsonAsItIs() {
        byte[] json = "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(LongStrings.leftOut(json)).isSameAs(json);
    }

    @Test
    void putsAWordInPlaceOfEachLongString() {
        assertThat(leftOut("{\"a\":\"x\",\"media\":\"" + LONG + "\",\"b\":[\"" + LONG + "\"],\"c\":\"y\"}"))
                .isEqualTo("{\"a\":\"x\",\"media\":\"[left out]\",\"b\":[\"[left out]\"],\"c\":\"y\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7_000, 8_192, 8_193, 50_000, 300_000})
    void putsAWordInPlaceOfAFileWhereverItBegins(int before) {
        String kept = "{\"a\":\"" + "x y".repeat(before).substring(0, before) + "\",\"base64\":\"%s\",\"c\":\"é\"}";
        for (int length : new int[] {LongStrings.LONGEST_FILE + 1, 3 * LongStrings.LONGEST_FILE, LongStrings.LONGEST}) {
            String json = leftOut(kept.formatted("A".repeat(length)));
            assertThat(json).endsWith("\"base64\":\"[left out]\",\"c\":\"é\"}").hasSizeLessThan(before + 50);
        }
        String json = kept.formatted("A".repeat(LongStrings.LONGEST_FILE));
        assertThat(leftOut(json))
                .isEqualTo(
                        before > LongStrings.LONGEST
                                ? leftOut(kept).formatted("A".repeat(LongStrings.LONGEST_FILE))
                                : json);
    }

    @Test
    void leavesEachFileOut() {
        String file = "\"base64\":\"" + "/9j4".repeat(5_000) + "\"";
        assertThat(leftOut("[{" + file + "},{" + file + "},{\"a\":1," + file + "}]"))
                .isEqualTo(
                        "[{\"base64\":\"[left out]\"},{\"base64\":\"[left out]\"},{\"a\":1,\"base64\":\"[left out]\"}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"conversation\":\"%s\"",
                "\"base64\":\"data:image/png;base64,%s\"",
                "\"base64\":\"\\n%s\"",
                "\"base64\":\"%s\\n\"",
                "\"base64\":\"%s\n\"",
                "\"base64\":\"é%s\"",
                "\"base64\":[\"%s\"]",
                "\"base64\":\"%s",
                "\"xbase64\":\"%s\"",
                "\"x\":\"\\\"base64\\\":\\\"%s\"",
            })
    void keepsWhatMayBeReadOrHasToBeRefused(String member) {
        byte[] json = ("{" + member.formatted("A".repeat(3 * LongStrings.LONGEST_FILE)) + "}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(LongStrings.leftOut(json)).isSameAs(json);
    }

    @Test
    void copiesNothingWhereNoStringIsLong() {
        byte[] json = ("[" + "\"some text\",".repeat(50_000) + "1]").getBytes(StandardCharsets.UTF_8);
        assertThat(LongStrings.leftOut(json)).isSameAs(json);
    }

    @Test
    void keepsAStringOfTheGreatestLength() {
        String json = "{\"media\":\"" + LONG.substring(1) + "\"}";
        assertThat(leftOut(json)).isEqualTo(json);
    }

    @Test
    void seesWhereAStringEndsThatHoldsQuotes() {
        String tricky = "\\\"" + LONG + "\\\\";
        assertThat(leftOut("{\"a\":\"" + tricky + "\",\"b\":\"\\\\\",\"c\":\"\\\"\"}"))
                .isEqualTo("{\"a\":\"[left out]\",\"b\":\"\\\\\",\"c\":\"\\\"\"}");
    }

    @Test
    void leavesAStringThatNeverEndsToTheParser() {
        String json = "{\"a\":\"" + LONG;
        assertThat(leftOut(json)).isEqualTo(json);
        assertThat(leftOut(json + "\\")).isEqualTo(json + "\\");
    }

    @Test
    void leavesJsonThatMeansTheSame() {
        String kept = "{\"text\":\"ol\\u00e1 \\\"é\\\" 👍\",\"n\":[1,2.5e3,null,true],\"s\":\"%s\"}";
        assertThat(JsonMapper.shared().readTree(leftOut(kept.formatted(LONG))))
                .isEqualTo(JsonMapper.shared().readTree(kept.formatted("[left out]")));
    }
}
