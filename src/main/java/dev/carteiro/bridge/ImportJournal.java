package dev.carteiro.bridge;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Where an import takes note of how far it is. */
interface ImportJournal {

    /** All before {@code second} is taken; false where nobody wants to go on any more, or somebody else does. */
    Mono<Boolean> reached(long second, Tally tally);

    /** It waits for this reason. Never fails: it is only to be seen. */
    Mono<Void> waits(String what, String reason, Duration pause);

    /** This message was left out. */
    void failed(String message, String reason);
}
