package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carteiro.PromQl.Use;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTests {

    @Test
    void findsMetricsAmongFunctionsNumbersAndOperators() {
        assertThat(PromQl.uses(
                        "sum(rate(a_total[5m])) / clamp_min(b, 1e3) > 0.1 and absent(up == 1) unless c offset 5m"))
                .extracting(Use::metric)
                .containsExactly("a_total", "b", "up", "c");
    }

    @Test
    void findsTheLabelsThatAreSelectedByAndNotWhatIsInTheirValues() {
        assertThat(PromQl.uses(
                        "a{job=\"car{x}teiro\", outcome=~\"deferred|refused\", state!=\"by (z)\"}[$__rate_interval]"))
                .containsExactly(new Use("a", Set.of("job", "outcome", "state")));
    }

    @Test
    void takesAGroupingForWhatIsGroupedAndForNothingElse() {
        assertThat(PromQl.uses("histogram_quantile(0.9, sum by (le, destination) (rate(a{x=\"1\"}[1m]))) > sum(b) + c"))
                .containsExactly(
                        new Use("a", Set.of("le", "destination", "x")), new Use("b", Set.of()), new Use("c", Set.of()));
        assertThat(PromQl.uses("sum by (y) (max by (z) (a))")).containsExactly(new Use("a", Set.of("y", "z")));
    }

    @Test
    void understandsNothingThatItWouldGetWrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> PromQl.uses("sum(a) by (b)"));
        assertThatIllegalArgumentException().isThrownBy(() -> PromQl.uses("a * on (b) c"));
        assertThatIllegalArgumentException().isThrownBy(() -> PromQl.uses("sum(a"));
        assertThatIllegalArgumentException().isThrownBy(() -> PromQl.uses("a)"));
    }
}
