package dev.carteiro.bridge;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.delivery.Recent;
import java.util.ArrayList;
import java.util.List;

/** Whether deliveries flow both ways. */
final class DeliveryChecks {

    static final String CHECK = "deliveries";

    private DeliveryChecks() {}

    /** {@code ways} are the bridge's destinations; where one is missing the configuration is just being read. */
    static Finding of(List<DestinationReport> ways) {
        List<String> details = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        for (DestinationReport way : ways) {
            stands(way, details, remedies);
            long dead = way.backlog().tally().dead();
            if (dead > 0) {
                details.add(way.name() + " has " + dead + (dead == 1 ? " dead letter." : " dead letters."));
                remedies.add("GET /api/deliveries?state=dead&destination=" + way.name()
                        + " shows why; POST /api/deliveries/replay sends them once more.");
            }
        }
        return details.isEmpty()
                ? Finding.ok(CHECK, "Deliveries flow both ways.")
                : Finding.problem(CHECK, String.join(" ", details), String.join(" ", remedies));
    }

    private static void stands(DestinationReport way, List<String> details, List<String> remedies) {
        String operate = "POST /actuator/deliveries/" + way.name() + " with {\"operation\":\"";
        switch (way.state()) {
            case RUNNING -> {}
            case PAUSED -> {
                details.add(way.name() + " is paused.");
                remedies.add(operate + "resume\"} lets it go on.");
            }
            case DISABLED -> {
                details.add(way.name() + " is disabled.");
                remedies.add(operate + "enable\"} lets it go on.");
            }
            case QUIET -> {
                details.add(way.name() + " is left alone for a while" + why(way));
                remedies.add("It goes on by itself once that is mended; " + operate + "resume\"} tries at once.");
            }
            case OPEN -> {
                details.add(way.name() + " fails so often that it is left alone" + why(way));
                remedies.add("It is tried again every few seconds; see to what it says.");
            }
            case NOT_CONFIGURED -> {
                details.add(way.name() + " is not configured.");
                remedies.add("GET /actuator/health shows what is wrong with the configuration.");
            }
        }
    }

    private static String why(DestinationReport way) {
        Recent.Failure failure = way.recent().lastFailure();
        return failure == null ? "." : ": " + Shown.sentence(Shown.text(failure.reason()));
    }
}
