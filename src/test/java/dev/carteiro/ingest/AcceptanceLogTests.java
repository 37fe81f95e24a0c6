package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Appended;
import dev.carteiro.delivery.Body;
import dev.carteiro.delivery.Submission;
import dev.carteiro.delivery.TestClock;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AcceptanceLogTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Fact FACT = new Fact("agents", "Ravenna", null, NOW, "a key", new Event.Unrecognized("a"));

    private final TestClock clock = new TestClock(NOW);
    private final AcceptanceLog log = new AcceptanceLog(clock);

    private void accept(long first, int events) {
        for (long position = first; position < first + events; position++) {
            Submission submission =
                    new Submission(List.of(FACT), List.of(List.of("crm")), new Body(new byte[0]), NOW, null, null);
            log.accepted(submission, List.of(new Appended(position, false)));
        }
    }

    @Test
    void saysOfSoManyWhatTheyWereAndOfTheOthersHowMany(CapturedOutput output) {
        accept(1_000, AcceptanceLog.LINES + 5);
        assertThat(output.getOut().lines().filter(line -> line.contains("event=accepted id=")))
                .hasSize(AcceptanceLog.LINES)
                .last()
                .asString()
                .contains("id=1019 ", "destinations=[crm]");
        assertThat(output.getOut()).doesNotContain("accepted-more");

        clock.advance(Duration.ofSeconds(1));
        accept(2_000, 1);

        assertThat(output.getOut()).contains("event=accepted-more count=5 ").contains("event=accepted id=2000 ");
    }

    @Test
    void saysNothingOfOthersWhereThereAreNone(CapturedOutput output) {
        accept(1_000, AcceptanceLog.LINES);
        clock.advance(Duration.ofSeconds(1));
        accept(2_000, 1);
        assertThat(output.getOut()).contains("id=2000 ").doesNotContain("accepted-more");
    }
}
