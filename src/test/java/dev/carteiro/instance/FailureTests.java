package dev.carteiro.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.instance.Failure.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTests {

    private static Failure failure(Fault fault) {
        return Failure.of(new Reply.Failed(fault, "status 4xx: because"), "evo-1", "acme");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNREACHABLE  | UNREACHABLE | cannot be reached: status 4xx: because.",
                "UNANSWERED   | UNREACHABLE | cannot be reached: status 4xx: because.",
                "UNAUTHORIZED | BROKEN      | does not take our api-key (status 4xx: because); set carteiro.sources.evo-1.api-key"
                        + " to its AUTHENTICATION_API_KEY.",
                "UNKNOWN      | UNKNOWN     | has no instance acme.",
                "TAKEN        | CONFLICT    | has an instance acme already.",
                "UNLICENSED   | BROKEN      | has not been activated yet (LICENSE_REQUIRED); do that in its manager.",
                "REFUSED      | REFUSED     | refuses that: status 4xx: because.",
                "BROKEN       | BROKEN      | failed: status 4xx: because."
            })
    void saysWhereToLook(Fault fault, Kind kind, String sentence) {
        assertThat(failure(fault)).isEqualTo(new Failure(kind, "The Evolution server of source evo-1 " + sentence));
    }

    @ParameterizedTest
    @EnumSource
    void isASentence(Fault fault) {
        assertThat(failure(fault).reason()).matches("[A-Z].*[^.]\\.");
    }
}
