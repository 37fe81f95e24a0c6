package dev.carteiro.destination;

import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Posts deliveries to a URL as destinations of the type http do, and hands over what the answer says. */
@FunctionalInterface
public interface Caller {

    /** So much of an answer is read into memory. */
    int LONGEST = 1 << 20;

    /** One attempt when subscribed, to {@code elsewhere} where that is given; trouble on the way is an error. */
    Mono<Heard> call(Delivery delivery, @Nullable String elsewhere);

    /**
     * An answer.
     *
     * @param outcome what its status means
     * @param body its first {@value #LONGEST} bytes at most; empty where there are none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Heard(Outcome outcome, byte[] body) {

        static Heard nothing(Outcome outcome) {
            return new Heard(outcome, new byte[0]);
        }

        /** The answer's status; 0 where there was none. */
        public int status() {
            Answer answer = outcome.answer();
            return answer == null ? 0 : answer.status();
        }

        /** Whether nothing of the body is missing. */
        public boolean whole() {
            return body.length < LONGEST;
        }
    }
}
