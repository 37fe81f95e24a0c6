package dev.carteiro.bridge;

import static dev.carteiro.bridge.TestReplies.isFine;
import static dev.carteiro.bridge.TestReplies.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.delivery.Backlog;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.delivery.DestinationReport.State;
import dev.carteiro.delivery.Recent;
import dev.carteiro.delivery.Tally;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryChecksTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Recent.Window NONE = new Recent.Window(0, null, null, null, null);

    private static DestinationReport report(String name, State state, long dead) {
        return new DestinationReport(
                name,
                null,
                state,
                NOW,
                new Backlog(new Tally(dead, 0, 0, 0, dead, 0, 0, 0), null, null),
                new Recent(NONE, NONE, new Recent.Failure(NOW, 401, "Chatwoot: status 401 for +5511988887777")));
    }

    private static Finding of(State state, long dead) {
        return DeliveryChecks.of(
                List.of(report("loja-chatwoot", State.RUNNING, 0), report("loja-whatsapp", state, dead)));
    }

    @Test
    void isContentWhereDeliveriesFlow() {
        isFine(of(State.RUNNING, 0));
    }

    @Test
    void namesTheWayThatStandsStill() {
        isProblem(
                of(State.PAUSED, 0),
                "loja-whatsapp is paused",
                "deliveries/loja-whatsapp with {\"operation\":\"resume\"}");
        isProblem(of(State.DISABLED, 0), "loja-whatsapp is disabled", "\"enable\"");
        isProblem(of(State.QUIET, 0), "left alone for a while: Chatwoot: status 401", "by itself");
        isProblem(of(State.OPEN, 0), "fails so often", "tried again");
        isProblem(of(State.NOT_CONFIGURED, 0), "not configured", "/actuator/health");
        assertThat(of(State.QUIET, 0).detail()).doesNotContain("5511988887777");
    }

    @Test
    void countsDeadLetters() {
        isProblem(of(State.RUNNING, 1), "loja-whatsapp has 1 dead letter.", "state=dead&destination=loja-whatsapp");
        isProblem(of(State.PAUSED, 2), "is paused. loja-whatsapp has 2 dead letters.", "replay");
    }
}
