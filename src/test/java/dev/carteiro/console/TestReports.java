package dev.carteiro.console;

import dev.carteiro.delivery.Backlog;
import dev.carteiro.delivery.BreakerState;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.delivery.DestinationReport.State;
import dev.carteiro.delivery.DestinationStatus;
import dev.carteiro.delivery.Recent;
import dev.carteiro.delivery.Recent.Failure;
import dev.carteiro.delivery.Recent.Window;
import dev.carteiro.delivery.Standing;
import dev.carteiro.delivery.Tally;
import java.time.Duration;
import java.time.Instant;

/** Destinations as the dashboard sees them. */
final class TestReports {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final String URL = "https://user:pass@crm.example/hook?token=a-secret";
    static final Backlog LATE =
            new Backlog(new Tally(10, 0, 0, 3, 2, 0, 0, 1), Duration.ofMillis(1_500), NOW.plusSeconds(60));

    private static final Window NONE = new Window(0, null, null, null, null);
    static final Recent QUIET = new Recent(NONE, NONE, null);
    static final Recent FAILING = new Recent(
            NONE,
            new Window(4, 0.25, 10L, 20L, 30L),
            new Failure(NOW, null, "Connection refused: crm.example/10.0.0.7"));

    private TestReports() {}

    static DestinationReport report(State state, BreakerState breaker, Standing standing) {
        String elsewhere = standing.url();
        DestinationStatus status =
                new DestinationStatus("crm", elsewhere == null ? URL : elsewhere, URL, standing, breaker, 2, 128);
        return new DestinationReport("crm", status, state, NOW, LATE, FAILING);
    }

    static DestinationReport notConfigured() {
        return new DestinationReport("crm", null, State.NOT_CONFIGURED, NOW, LATE, QUIET);
    }
}
