package dev.carteiro.bridge;

import dev.carteiro.bridge.Posting.Letter;
import dev.carteiro.bridge.Row.State;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Content;
import dev.carteiro.event.Message;
import java.util.List;
import reactor.core.publisher.Mono;

/** Reactions are answers of one emoji; another one takes the place of the first, and none takes it away. */
final class Reactions {

    private final Link link;
    private final Arrivals arrivals;

    Reactions(Link link, Arrivals arrivals) {
        this.link = link;
        this.arrivals = arrivals;
    }

    Mono<Outcome> of(Delivery delivery, Message message, Content.Reaction reaction) {
        String who = message.sender() == null
                ? message.chat().id()
                : message.sender().id();
        String key = "reaction#" + reaction.messageId() + "#" + (message.fromMe() ? "me" : who);
        String words = Names.hash(message.messageId());
        return link.messages()
                .byWhatsapp(key)
                .flatMap(
                        row -> words.equals(row.words()) && (row.state() == State.THERE || row.state() == State.DELETED)
                                ? Ends.done("it is there already")
                                : replaced(row, words, delivery, message, reaction))
                .switchIfEmpty(Mono.defer(() -> reaction.emoji().isEmpty()
                        ? Ends.done("there is no reaction to be taken back")
                        : added(key, words, delivery, message, reaction)));
    }

    private Mono<Outcome> replaced(
            Row row, String words, Delivery delivery, Message message, Content.Reaction reaction) {
        Mono<Void> gone = row.state() == State.THERE ? Afterwards.deleted(link, row) : Mono.empty();
        if (reaction.emoji().isEmpty()) {
            return gone.then(link.messages().words(row, words, null)).then(Ends.done("taken back"));
        }
        // What is deleted is begun anew, so that the one row stands for the one reaction that there can be.
        Mono<Void> ready = row.state() == State.THERE || row.state() == State.DELETED
                ? gone.then(link.messages().state(row, State.WAITING))
                : Mono.empty();
        return ready.then(Mono.defer(() -> added(String.valueOf(row.whatsapp()), words, delivery, message, reaction)));
    }

    private Mono<Outcome> added(
            String key, String words, Delivery delivery, Message message, Content.Reaction reaction) {
        Letter letter = new Letter(
                key,
                message.chat().id(),
                message.sender() == null ? null : message.sender().id(),
                message.fromMe(),
                Wording.of(message, link.phrases()).text(),
                words,
                null,
                reaction.messageId(),
                delivery.event().envelope().time().getEpochSecond());
        return arrivals.posted(delivery, message, letter, List.of());
    }
}
