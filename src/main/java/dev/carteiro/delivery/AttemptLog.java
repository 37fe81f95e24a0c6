package dev.carteiro.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of attempts: what went wrong, and how it ended; what goes well at once is only there for who asks. */
final class AttemptLog {

    private static final Logger log = LoggerFactory.getLogger(AttemptLog.class);

    private AttemptLog() {}

    static void ended(Attempted attempted, Verdict verdict, int latency) {
        Delivery delivery = attempted.delivery();
        Outcome outcome = attempted.outcome();
        int events = attempted.companions().size() + 1;
        switch (verdict) {
            case Verdict.Done done -> {
                if (delivery.attempts() > 0 || log.isDebugEnabled()) {
                    log.info(
                            "event=delivered id={} events={} destination={} attempt={} status={} ms={}",
                            delivery.position(),
                            events,
                            delivery.destination(),
                            delivery.attempts() + 1,
                            status(outcome),
                            latency);
                }
            }
            case Verdict.Later later -> {
                if (outcome instanceof Outcome.Underway underway) {
                    log.info(
                            "event=underway id={} destination={} attempt={} reason=\"{}\"",
                            delivery.position(),
                            delivery.destination(),
                            delivery.attempts() + 1,
                            underway.reason());
                } else if (!(outcome instanceof Outcome.Postponed)) {
                    log.warn(
                            "event=deferred id={} events={} destination={} attempt={} status={} next={}ms reason=\"{}\"",
                            delivery.position(),
                            events,
                            delivery.destination(),
                            delivery.attempts() + 1,
                            status(outcome),
                            later.delay().toMillis(),
                            reason(outcome));
                }
            }
            case Verdict.Dead dead ->
                log.error(
                        "event=dead-letter id={} events={} destination={} attempt={} status={} reason=\"{}\"",
                        delivery.position(),
                        events,
                        delivery.destination(),
                        delivery.attempts() + 1,
                        status(outcome),
                        dead.reason());
        }
    }

    private static Object status(Outcome outcome) {
        Answer answer = outcome.answer();
        return answer == null ? "none" : answer.status();
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> "";
            case Outcome.Deferred deferred -> deferred.reason();
            case Outcome.Refused refused -> refused.reason();
            case Outcome.Gone gone -> gone.reason();
            case Outcome.Barred barred -> barred.reason();
            case Outcome.Underway underway -> underway.reason();
            case Outcome.Postponed postponed -> postponed.reason();
        };
    }
}
