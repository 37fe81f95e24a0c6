package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.event.Recorded;
import java.time.Instant;

/**
 * A message of a time before the bridge, as Evolution has kept it.
 *
 * @param body the record in the form of an event
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Past(Fact fact, Message message, byte[] body) {

    private static final byte[] NOTHING = {};

    String id() {
        return message.messageId();
    }

    /** Whose order is to be kept. */
    String chat() {
        return message.chat().id();
    }

    /** In seconds, which is all that WhatsApp tells. */
    long at() {
        return fact.time().getEpochSecond();
    }

    /** As if it had come through the log, which has never seen it; {@code spent} is how many attempts have failed. */
    Delivery delivery(String destination, int spent, Instant now) {
        Envelope envelope = Envelope.of(0, now, fact);
        return new Delivery(
                new Recorded(envelope, NOTHING, body), destination, chat(), spent, spent, "import", now, 0, false);
    }
}
