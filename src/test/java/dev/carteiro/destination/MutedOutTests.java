package dev.carteiro.destination;

import static dev.carteiro.destination.TestSettings.NOW;
import static dev.carteiro.destination.TestSettings.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MutedOutTests {

    private static final String MESSAGE = "{\"content\":{\"kind\":\"text\",\"text\":\"a secret of Ana's\"}}";

    private static Form.Shaped shaped(String expression) {
        return Transform.compile(expression, Clock.fixed(NOW, ZoneOffset.UTC))
                .apply(event("message.received", MESSAGE, "{}"));
    }

    @Test
    void nothingThatSomebodyWroteIsPrintedWhereAnExpressionCallsIt(CapturedOutput output) {
        assertThat(shaped("data.content.(text)(1)")).isInstanceOf(Form.Unfit.class);
        assertThat(output).doesNotContain("Ana");
    }

    @Test
    void othersAreHeardAndSoIsThisThreadAfterwards(CapturedOutput output) throws InterruptedException {
        String result = MutedOut.during(() -> {
            System.out.println("muted");
            Thread other = Thread.ofPlatform().start(() -> System.out.println("another thread"));
            try {
                other.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return "done";
        });
        System.out.println("afterwards");

        assertThat(result).isEqualTo("done");
        assertThat(output).doesNotContain("muted").contains("another thread", "afterwards");
    }
}
