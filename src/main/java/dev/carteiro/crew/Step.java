package dev.carteiro.crew;

import dev.carteiro.crew.Said.Reply;
import dev.carteiro.delivery.Outcome;

/** How far one attempt has come with a question. */
sealed interface Step {

    /** The crew has answered; {@code raw} is how. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answered(Reply reply, int round, byte[] raw) implements Step {

        static Answered of(Reply reply, Run run, byte[] raw) {
            return new Answered(reply, run.round(), raw);
        }
    }

    /**
     * It has something to say later; nobody waits for it here.
     *
     * @param working whether it is at work, as far as anybody knows
     */
    record Waiting(Outcome outcome, boolean working) implements Step {}

    /** It has nothing to say. {@code outcome} is why. */
    record Silent(Outcome outcome) implements Step {}

    /** It went wrong, for now or for good. */
    record Stopped(Outcome outcome) implements Step {}
}
