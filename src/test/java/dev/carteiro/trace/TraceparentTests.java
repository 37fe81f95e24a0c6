package dev.carteiro.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

class TraceparentTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String VALID = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void takesWhatIsValidAsItIs() {
        assertThat(Traceparent.of(List.of(VALID))).isEqualTo(VALID);
        assertThat(Traceparent.of(List.of(" " + VALID + "\t"))).isEqualTo(VALID);
        assertThat(Traceparent.of(List.of("00-" + TRACE + "-" + SPAN + "-00"))).endsWith("-00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cc-" + TRACE + "-" + SPAN + "-01",
                "01-" + TRACE + "-" + SPAN + "-01-what-the-future-is-like",
                "fe-" + TRACE + "-" + SPAN + "-01-"
            })
    void takesOfALaterVersionWhatItUnderstands(String later) {
        assertThat(Traceparent.of(List.of(later))).isEqualTo(VALID);
    }

    @Test
    void passesOnNoFlagsThatItDoesNotKnow() {
        assertThat(Traceparent.of(List.of("00-" + TRACE + "-" + SPAN + "-ff"))).endsWith("-03");
        assertThat(Traceparent.of(List.of("00-" + TRACE + "-" + SPAN + "-02"))).endsWith("-02");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-00F067AA0BA902B7-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "0-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-1",
                "00-" + TRACE + "-" + SPAN + "-0g",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-01-",
                "01-" + TRACE + "-" + SPAN + "-01more",
                "00-" + TRACE + "0-" + SPAN + "-01",
                "00_" + TRACE + "_" + SPAN + "_01"
            })
    void takesNothingElse(String invalid) {
        assertThat(Traceparent.of(List.of(invalid))).isNull();
    }

    @Test
    void takesNeitherTwoOfThemNorOneWithoutEnd() {
        assertThat(Traceparent.of(List.of())).isNull();
        assertThat(Traceparent.of(List.of(VALID, VALID))).isNull();
        assertThat(Traceparent.of(List.of("01" + VALID.substring(2) + "-" + "x".repeat(100_000))))
                .isNull();
    }

    @Test
    void isKeptInTwentyFiveBytes() {
        byte[] kept = HexFormat.of().parseHex(Objects.requireNonNull(Traceparent.digits(VALID)));
        assertThat(kept).hasSize(25);
        assertThat(Traceparent.of(kept)).isEqualTo(VALID);
        assertThat(Traceparent.digits(null)).isNull();
        assertThat(Traceparent.of((byte[]) null)).isNull();
    }

    @Test
    void isInNoContextWhereItWasNotPut() {
        assertThat(Traceparent.in(Context.empty())).isNull();
        assertThat(Traceparent.in(Context.of("other", "thing"))).isNull();
    }
}
