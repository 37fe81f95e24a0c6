package dev.carteiro.delivery;

import dev.carteiro.event.Envelope;
import reactor.core.publisher.Mono;

/** A sender that can show a conversation's customer that an answer is being written. */
public interface ShowsTyping {

    /**
     * Completes when it is shown for a while, or no more where {@code on} is false; best effort, in a second or less, and
     * never an error.
     */
    Mono<Void> typing(Envelope question, boolean on);
}
