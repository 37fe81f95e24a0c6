package dev.carteiro.crew;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The way in which a crew is asked something new. */
@FunctionalInterface
interface Asking {

    /** One attempt; {@code elsewhere} is a URL that an operator has set instead of the configured one. Trouble on the way is an error. */
    Mono<Step> ask(Question question, @Nullable String elsewhere);
}
