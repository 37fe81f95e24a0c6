package dev.carteiro.fake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a {@link CrewServer} answers at {@code /ask}; {@code work} is done first and may take its time. */
public record CrewReply(int status, String type, String body, Runnable work) {

    public static CrewReply json(String body) {
        return new CrewReply(200, "application/json", body, () -> {});
    }

    public static CrewReply text(int status, String type, String body) {
        return new CrewReply(status, type, body, () -> {});
    }

    /** The same when {@code gate} is open, for two minutes at most. */
    public CrewReply after(CountDownLatch gate) {
        return after(() -> {
            try {
                if (!gate.await(2, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("nobody has opened the gate");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public CrewReply after(Runnable doing) {
        return new CrewReply(status, type, body, doing);
    }
}
