package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Event;
import reactor.core.publisher.Mono;

/** Takes what is written in Chatwoot to WhatsApp, through Evolution. */
final class ToWhatsApp {

    private final Link link;
    private final Replies replies;
    private final StraightAnswers answers;
    private final Retractions retractions;
    private final ReadMarks marks;
    private final Typing typing;

    /** {@code attempts} is how many there are at most: after the last one nobody tries again. */
    ToWhatsApp(Link link, int attempts) {
        this.link = link;
        this.marks = new ReadMarks(link);
        this.replies = new Replies(link, attempts);
        this.answers = new StraightAnswers(link);
        this.retractions = new Retractions(link);
        this.typing = new Typing(link);
    }

    /** Shows that an agent is writing an answer. */
    Mono<Void> typing(Envelope question, boolean on) {
        ConversationKey key = question.conversation();
        return key == null || key.conversation().indexOf('@') < 0
                ? Mono.empty()
                : typing.shown(link.instance(question), key.conversation(), on).then();
    }

    /** Fails with a {@link StoppedException} where something stands in the way. */
    Mono<Outcome> send(Delivery delivery) {
        Event event = CanonicalReader.read(
                delivery.event().envelope().type(), delivery.event().data());
        Written written = Written.of(delivery.event().body());
        return ofOurInbox(written)
                .flatMap(ours -> ours ? sent(delivery, event, written) : Ends.done("it belongs to another inbox"));
    }

    /** An account's webhook may have been directed here, which tells of all inboxes. Who does not know ours takes it for it. */
    private Mono<Boolean> ofOurInbox(Written written) {
        long inbox = written.inboxId();
        return inbox == 0 || link.sides().chatwoot() == null
                ? Mono.just(true)
                : link.chatwoot()
                        .inbox()
                        .known()
                        .map(known -> known.id() == inbox)
                        .onErrorResume(StoppedException.class, unknown -> Mono.just(true));
    }

    private Mono<Outcome> sent(Delivery delivery, Event event, Written written) {
        return switch (event) {
            case Event.MessageSent sent ->
                replies.created(delivery, written).delayUntil(done -> marks.of(delivery, written));
            case Event.MessageEdited edited -> replies.updated(delivery, written);
            case Event.MessageDeleted deleted -> retractions.deleted(delivery, written);
            case Event.PresenceChanged presence ->
                marks.of(delivery, written).then(Mono.defer(() -> typing.shown(delivery, written, presence)));
            case Event.ConversationChanged changed ->
                marks.of(delivery, written).then(Ends.done("looked at"));
            case Event.ReplyProposed reply -> answers.proposed(delivery, reply);
            case Event.MessageReceived received -> Ends.done("a customer's message");
            case Event.MessageStatus status -> Ends.done("nothing to be sent");
            case Event.ConnectionChanged connection -> Ends.done("nothing to be sent");
            case Event.QrcodeUpdated qrcode -> Ends.done("nothing to be sent");
            case Event.ContactChanged contacts -> Ends.done("nothing to be sent");
            case Event.CallReceived call -> Ends.done("nothing to be sent");
            case Event.Unrecognized unrecognized -> Ends.done("nothing to be sent");
        };
    }
}
