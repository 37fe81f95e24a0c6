package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carteiro.evolution.Base64Text.NotBase64Exception;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class Base64MemberTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] all(Flux<byte[]> bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        StepVerifier.create(bytes.doOnNext(all::writeBytes).then())
                .expectComplete()
                .verify(PATIENCE);
        return all.toByteArray();
    }

    /** The file in it as text, null where there is none. */
    private static @Nullable String in(String body) {
        Flux<byte[]> found = Base64Member.in(utf8(body));
        return found == null ? null : new String(all(found), StandardCharsets.UTF_8);
    }

    private static Flux<byte[]> file(String base64) {
        return Objects.requireNonNull(
                Base64Member.in(utf8("{\"data\":{\"message\":{\"base64\":\"" + base64 + "\"}}}")));
    }

    private static String apart(String json, int piece) {
        Base64Member member = new Base64Member(1_000);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] bytes = utf8(json);
        for (int at = 0; at < bytes.length; at += piece) {
            file.writeBytes(member.decoded(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece))));
        }
        file.writeBytes(member.end());
        return file.toString(StandardCharsets.UTF_8) + " " + new String(member.rest(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1_000})
    void isTakenApartWhereverThePiecesEnd(int piece) {
        String before =
                "{\"mediaType\":\"imageMessage\",\"caption\":\"\\\"base64\\\":\\\"no\\\" é\",\"size\":{\"base64\":\"bm8=\"},"
                        + "\"list\":[\"base64\",\"bm8=\",{\"base64\":\"bm8=\"}],\"base64\":\"";
        String after = "\",\"mimetype\":\"image/jpeg\",\"base64\":\"bm8=\",\"buffer\":null}";
        assertThat(apart(before + "T2zDoSE=" + after, piece)).isEqualTo("Olá! " + before + after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"base64\":null,\"x\":\"bm8=\"}",
                "{\"base64\":\"\",\"x\":\"bm8=\"}",
                "[{\"base64\":\"bm8=\"}]",
                "\"base64\"",
                "{\"base64\":[\"bm8=\"]}",
                "{\"xbase64\":\"bm8=\",\"base64x\":\"bm8=\"}"
            })
    void isNothingWhereThereIsNone(String json) {
        assertThat(apart(json, 3)).isEqualTo(" " + json);
    }

    @Test
    void takesTheFirstThatHasSomethingInIt() {
        assertThat(apart("{\"base64\":\"\",\"base64\" : \"eWVz\"}", 4))
                .isEqualTo("yes {\"base64\":\"\",\"base64\" : \"\"}");
    }

    @Test
    void holdsNoMoreOfTheRestThanItMay() {
        Base64Member member = new Base64Member(100);
        assertThat(member.decoded(utf8("{\"base64\":\"" + "AAAA".repeat(10_000))))
                .hasSize(30_000);
        assertThatThrownBy(() -> member.decoded(utf8("\",\"x\":\"" + "y".repeat(200))))
                .hasMessage("an answer of more than 100 bytes besides the file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":{\"message\":{\"base64\":\"eWVz\"}}} | yes",
                "{\"data\":{\"key\":{\"id\":\"base64\"},\"message\":{\"imageMessage\":{\"jpegThumbnail\":\"bm8=\"},\"base64\":"
                        + " \"eWVz\"}},\"base64\":\"bm8=\"} | yes",
                "{\"base64\":\"bm8=\",\"data\":{\"base64\":\"bm8=\",\"message\":{\"a\":[{\"base64\":\"eWVz\"}]}}} | yes",
                "{\"data\":{\"x\":{\"message\":{\"base64\":\"bm8=\"}}}} | ``",
                "{\"x\":{\"message\":{\"base64\":\"bm8=\"}}} | ``",
                "{\"data\":[{\"message\":{\"base64\":\"bm8=\"}}]} | ``",
                "{\"data\":{\"message\":{\"base64\":\"\"}}} | ``",
                "{\"data\":{\"message\":{}},\"x\":{\"base64\":\"bm8=\"}} | ``",
                "{\"data\":{\"message\":{\"base64\":\"eWVz | ``",
                "{} | ``"
            })
    void findsTheFileOfAWebhooksMessage(String body, String file) {
        assertThat(in(body)).isEqualTo(file.isEmpty() ? null : file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Pz8/ | ???",
                "Pz8\\/ | ???",
                "Pz8\\u002f | ???",
                "Pz8\\u002F | ???",
                "eW\\nVz\\r\\n | yes",
                "\\u0065WVz | yes",
                "eQ== | y",
                "eQ | y",
                "eWU= | ye",
                "eWU | ye",
                "eQ\\u003d\\u003D | y"
            })
    void understandsWhatJsonMakesOfIt(String base64, String file) {
        assertThat(in("{\"data\":{\"message\":{\"base64\":\"" + base64 + "\"}}}"))
                .isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,eWVz",
                "eWV-",
                "eWV_",
                "eW Vz",
                "eWVzé",
                "e",
                "eWVze",
                "eQ=",
                "eQ===",
                "eQ==eQ==",
                "=",
                "====",
                "eWVz=",
                "eWV\\t",
                "eWV\\u00",
                "eWV\\u00zz",
                "eWV\\u2122"
            })
    void isAnErrorWhereItIsNoBase64(String base64) {
        Flux<byte[]> found = file(base64);
        StepVerifier.create(found.then())
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(NotBase64Exception.class)
                        .hasMessage("it is no base64"))
                .verify(PATIENCE);
    }

    @Test
    void isTheSameAsWhatWasEncodedAsOftenAsItIsAsked() {
        Random random = new Random(7);
        List<Integer> sizes = new ArrayList<>(List.of(1, 2, 3, 49_151, 49_152, 49_153, 200_000));
        for (int size : sizes) {
            byte[] file = new byte[size];
            random.nextBytes(file);
            String base64 = Base64.getEncoder().encodeToString(file).replace("/", "\\/");
            Flux<byte[]> found = file(base64);
            assertThat(all(found)).isEqualTo(file);
            assertThat(all(found.doOnNext(chunk -> assertThat(chunk.length).isBetween(1, 64 * 1024))))
                    .isEqualTo(file);
        }
    }

    @Test
    void decodesNoMoreThanIsAskedFor() {
        String base64 = "A".repeat(1 << 20);
        Flux<byte[]> found = file(base64 + "!");
        StepVerifier.create(found, 0)
                .thenRequest(2)
                .expectNextCount(2)
                .thenCancel()
                .verify(PATIENCE);
    }
}
