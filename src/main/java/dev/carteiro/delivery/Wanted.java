package dev.carteiro.delivery;

import dev.carteiro.event.Fact;
import dev.carteiro.store.Call;
import dev.carteiro.store.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deliveries that a group of requests asks for, and the slots that were reserved for those that may start at once. */
final class Wanted {

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Integer> reserved = new HashMap<>();
    private final Desk desk;
    private final long lease;

    private Wanted(Desk desk) {
        this.desk = desk;
        this.lease = desk.directLease();
    }

    private record Row(
            int row, String destination, @Nullable String lane, boolean direct, Duration delay, boolean once) {}

    static Wanted of(AppendRows appended, Desk desk) {
        Wanted wanted = new Wanted(desk);
        int next = 0;
        while (next < appended.rows.size()) {
            Submission submission = appended.rows.get(next).submission();
            for (int fact = 0; fact < submission.facts().size(); fact++) {
                next++;
                for (String name : submission.destinations().get(fact)) {
                    wanted.add(
                            next,
                            name,
                            submission.facts().get(fact),
                            submission.body().length());
                }
            }
        }
        return wanted;
    }

    private void add(int row, String name, Fact fact, int bytes) {
        Destination destination = desk.destination(name);
        String lane = destination == null ? null : destination.lane(fact);
        Duration delay = desk.delay(name, fact);
        boolean direct = lease != 0 && delay.isZero() && bytes <= DeliveryRows.LIGHT && desk.reserve(name);
        if (direct) {
            reserved.merge(name, 1, Integer::sum);
        }
        rows.add(new Row(row, name, lane, direct, delay, destination != null && destination.once()));
    }

    long lease() {
        return lease;
    }

    Call bind(Call statement) {
        return statement
                .bind("wantedRow", Series.integers(rows, Row::row))
                .bind("destination", Series.texts(rows, Row::destination))
                .bind("lane", Series.texts(rows, Row::lane))
                .bind("direct", Series.flags(rows, Row::direct))
                .bind("delay", Series.longs(rows, row -> row.delay().toMillis()))
                .bind("once", Series.flags(rows, Row::once))
                .bind("lease", lease);
    }

    /** Frees the slots of those that were not leased after all: duplicates, and what waits behind others. */
    void giveBack(List<Appender.Kept> kept) {
        for (Appender.Kept row : kept) {
            if (row.leased()) {
                reserved.computeIfPresent(String.valueOf(row.destination()), (name, count) -> count - 1);
            }
        }
        reserved.forEach(desk::release);
        reserved.clear();
    }
}
