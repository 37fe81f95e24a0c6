package dev.carteiro.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Remembers how far an import was, and lets it go on for so many notes. */
final class FakeJournal implements ImportJournal {

    private final List<Long> cursors = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> waits = new ArrayList<>();
    private Tally tally = Tally.NONE;
    private int left = Integer.MAX_VALUE;

    /** After so many notes somebody has cancelled it. */
    void endsAfter(int notes) {
        left = notes;
    }

    List<Long> cursors() {
        return cursors;
    }

    Tally tally() {
        return tally;
    }

    List<String> failures() {
        return failures;
    }

    List<String> waits() {
        return waits;
    }

    @Override
    public Mono<Boolean> reached(long second, Tally taken) {
        return Mono.fromSupplier(() -> {
            if (left-- <= 0) {
                return false;
            }
            cursors.add(second);
            tally = taken;
            return true;
        });
    }

    @Override
    public Mono<Void> waits(String what, String reason, Duration pause) {
        return Mono.fromRunnable(() -> waits.add(what + ": " + reason));
    }

    @Override
    public void failed(String message, String reason) {
        failures.add(message + ": " + reason);
    }
}
