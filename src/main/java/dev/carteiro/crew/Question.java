package dev.carteiro.crew;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a crew is asked: one delivery, with one event or a conversation's burst of them. */
record Question(Delivery delivery) {

    /** The delivery's first event, by which it is known. */
    Envelope envelope() {
        return delivery.event().envelope();
    }

    long event() {
        return envelope().position();
    }

    String destination() {
        return delivery.destination();
    }

    @Nullable ConversationKey conversation() {
        return envelope().conversation();
    }

    /** In their order. */
    List<Recorded> events() {
        return delivery.burst();
    }

    /** The position of the last event that the crew is shown. */
    long last() {
        return events().getLast().envelope().position();
    }

    /** Whether somebody has put it back by hand after {@code run} had come to its end: its age counts from then. */
    boolean afresh(Run run) {
        Instant ended = run.endedAt();
        return ended != null && ended.isBefore(delivery.createdAt());
    }

    /** Under which the answer of a round is known, so that it becomes one event however often it comes. */
    String key(int round) {
        return "answer " + event() + " " + round;
    }
}
