package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;

class JsonBodyTests {

    private final JsonBody json = new JsonBody(1 << 20);

    private void assertRefused(byte[] body, String sentence) {
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> json.parse(body))
                .withMessage(sentence)
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(HttpStatus.BAD_REQUEST));
    }

    private void assertRefused(String body, String sentence) {
        assertRefused(body.getBytes(StandardCharsets.UTF_8), sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello        | The body is not JSON in UTF-8: it breaks at line 1, column 1.",
                "{'a':1}      | The body is not JSON in UTF-8: it breaks at line 1, column 2.",
                "[1,2         | The body is not JSON in UTF-8: it ends too soon at line 1, column 5.",
            })
    void saysWhereABodyBreaks(String body, String sentence) {
        assertRefused(body, sentence);
    }

    @Test
    void saysThatABodyIsNotUtf8() {
        assertRefused(
                "{\"a\":\"\u00e1\"}".getBytes(StandardCharsets.ISO_8859_1),
                "The body is not JSON in UTF-8: invalid UTF-8 at line 1, column 9.");
    }

    @Test
    void saysThatThereIsNothing() {
        assertRefused("", "The body is empty; send JSON.");
        assertRefused(" \r\n\t", "The body is blank; send JSON.");
    }

    @Test
    void saysThatThereIsMoreThanOneValue() {
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> json.parse("{\"a\":1}{\"b\":2}".getBytes(StandardCharsets.UTF_8)))
                .withMessageStartingWith("The body is not JSON in UTF-8: it breaks at line 1");
    }

    @Test
    void goesFiveHundredLevelsDeepAndNoDeeper() {
        byte[] deep = ("[".repeat(500) + "]".repeat(500)).getBytes(StandardCharsets.UTF_8);
        assertThat(json.parse(deep).isArray()).isTrue();
        assertRefused(
                "[".repeat(501) + "]".repeat(501),
                "The body is JSON beyond all measure: nested deeper than 500 levels, or with a number or name of absurd"
                        + " length.");
    }

    @Test
    void repeatsNothingOfTheBody() {
        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> json.parse("{\"apikey\": s3cret}".getBytes(StandardCharsets.UTF_8)))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("s3cret"));
    }
}
