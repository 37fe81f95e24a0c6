package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Event;
import dev.carteiro.event.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Agents' answers and their deliveries. */
final class AgentAnswers {

    private static final AtomicLong POSITION = new AtomicLong();

    private AgentAnswers() {}

    /** One that nobody has tried, of an answer into {@code chat}. */
    static Delivery delivery(String destination, String chat) {
        Envelope envelope = new Envelope(
                POSITION.incrementAndGet(),
                "agents",
                "reply.proposed",
                "Ravenna",
                new ConversationKey("Ravenna", chat),
                Instant.now(),
                Instant.now());
        Recorded event = new Recorded(envelope, new byte[0], new byte[0]);
        return new Delivery(event, destination, "Ravenna/" + chat, 0, 0, "first", Instant.now(), 1, false);
    }

    static Event.ReplyProposed says(String text) {
        return new Event.ReplyProposed(text, List.of(), false, List.of());
    }

    /** One that a person may be faster than: what was written behind {@code question} counts. */
    static Event.ReplyProposed late(long question, boolean asNote) {
        return new Event.ReplyProposed(
                "Tarde", List.of(), true, List.of(), false, new Event.Turn(question, List.of("pending"), asNote));
    }
}
