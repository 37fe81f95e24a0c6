package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
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
