package dev.carteiro.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Gathers what stands in a lane, as the real queue does. */
final class SimulatedBurst {

    private SimulatedBurst() {}

    /** {@code lane} is in the order of its events, its head first. */
    static Gathered gather(List<SimulatedRow> lane, Policy.Debounce debounce, Instant now) {
        long head = lane.getFirst().first.position();
        if (!Objects.equals(lane.getFirst().burst, head)) {
            List<SimulatedRow> fit = lane.stream()
                    .takeWhile(row -> row.burst == null)
                    .limit(debounce.items())
                    .toList();
            Duration left = Duration.between(now, end(fit, debounce));
            if (fit.size() < debounce.items() && fit.size() == lane.size() && left.isPositive()) {
                return new Gathered.Open(left);
            }
            fit.forEach(row -> row.burst = head);
        }
        return new Gathered.Complete(
                lane.stream()
                        .filter(row -> Objects.equals(row.burst, head) && row.first.position() != head)
                        .map(row -> row.first.position())
                        .toList(),
                false);
    }

    private static Instant end(List<SimulatedRow> rows, Policy.Debounce debounce) {
        List<Instant> created = rows.stream()
                .map(row -> row.first.createdAt())
                .sorted(Comparator.naturalOrder())
                .toList();
        Instant quiet = created.getLast().plus(debounce.quiet());
        Instant max = created.getFirst().plus(debounce.max());
        return quiet.isBefore(max) ? quiet : max;
    }
}
