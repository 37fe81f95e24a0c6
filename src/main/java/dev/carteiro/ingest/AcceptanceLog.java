package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.delivery.Submission;
import dev.carteiro.event.Fact;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each event that was accepted, so that whoever looks on sees what comes; at most {@value #LINES} in a second, and
 * of the others how many they were. At debug level there is one for each.
 */
final class AcceptanceLog {

    static final int LINES = 20;

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);

    private final Clock clock;
    private long second;
    private int written;
    private long left;

    AcceptanceLog(Clock clock) {
        this.clock = clock;
    }

    /** {@code events} has one for each of the submission's facts. */
    void accepted(Submission submission, List<Appended> events) {
        for (int i = 0; i < events.size(); i++) {
            if (mayWrite()) {
                Fact fact = submission.facts().get(i);
                log.info(
                        "event={} id={} source={} type={} instance={} destinations={}",
                        events.get(i).duplicate() ? "duplicate" : "accepted",
                        events.get(i).position(),
                        fact.source(),
                        fact.type(),
                        fact.instance(),
                        submission.destinations().get(i));
            }
        }
    }

    private boolean mayWrite() {
        long more;
        boolean may;
        synchronized (this) {
            long now = clock.millis() / 1000;
            more = now == second ? 0 : left;
            if (now != second) {
                second = now;
                written = 0;
                left = 0;
            }
            may = written < LINES || log.isDebugEnabled();
            if (may) {
                written++;
            } else {
                left++;
            }
        }
        if (more > 0) {
            log.info("event=accepted-more count={} lines=\"at most {} a second; all of them at debug\"", more, LINES);
        }
        return may;
    }
}
