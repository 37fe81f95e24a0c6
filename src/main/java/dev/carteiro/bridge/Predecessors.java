package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootReply;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Chatwoot's webhooks overtake each other (ten threads send them), and it has no numbers by which that shows: so whoever
 * sends a message looks for those that were written just before it and of which nothing was heard yet.
 */
final class Predecessors {

    /** What is older was heard of, or never will be; and nobody wants to get it now. */
    private static final Duration RECENT = Duration.ofMinutes(2);

    private final Link link;

    Predecessors(Link link) {
        this.link = link;
    }

    /** In their order; none where Chatwoot does not say. */
    Flux<Written> of(Written written) {
        Instant at = written.createdAt();
        return link.sides().chatwoot() == null || at == null
                ? Flux.empty()
                : link.chatwoot().inbox().since().flatMapMany(since -> before(written, at, since));
    }

    private Flux<Written> before(Written written, Instant at, Instant since) {
        return link.chatwoot()
                .api()
                .messagesBefore(written.conversationId(), written.id())
                .flatMapMany(reply -> reply instanceof ChatwootReply.Done done
                        ? Flux.fromIterable(done.body().path("payload"))
                        : Flux.<JsonNode>empty())
                .map(message -> written.beside(message))
                .filter(earlier -> isWaiting(earlier, written, at) && !isBefore(earlier, since))
                .filterWhen(earlier -> unheard(earlier));
    }

    private static boolean isBefore(Written earlier, Instant since) {
        Instant then = earlier.createdAt();
        return then == null || then.isBefore(since);
    }

    /** One that Chatwoot calls failed was shown to its agent as such, who may have written it again. */
    private static boolean isWaiting(Written earlier, Written written, Instant at) {
        Instant then = earlier.createdAt();
        return earlier.id() < written.id()
                && earlier.isForCustomer()
                && !earlier.isDeleted()
                && !earlier.status().equals("failed")
                && then != null
                && then.isAfter(at.minus(RECENT));
    }

    private Mono<Boolean> unheard(Written earlier) {
        return link.messages().parts(earlier.id()).hasElements().map(known -> !known);
    }
}
