package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Event;
import reactor.core.publisher.Mono;

/** Takes what happens on WhatsApp into an inbox of Chatwoot, and what agents propose into its conversations. */
final class ToChatwoot {

    private final Arrivals arrivals;
    private final Afterwards afterwards;
    private final People people;
    private final CustomerTyping typing;
    private final InstanceTalk talk;
    private final Proposals proposals;

    ToChatwoot(Link link) {
        this.people = new People(link);
        this.arrivals = new Arrivals(link, people);
        this.afterwards = new Afterwards(link);
        this.typing = new CustomerTyping(link, people);
        this.talk = new InstanceTalk(link);
        this.proposals = new Proposals(link, people);
    }

    /** Shows that an agent is writing an answer. */
    Mono<Void> typing(Envelope question, boolean on) {
        return proposals.typing(question, on);
    }

    /** Fails with a {@link StoppedException} where something stands in the way. */
    Mono<Outcome> send(Delivery delivery) {
        if (Synced.is(delivery.event())) {
            return Ends.done(
                    "of the history that came with the pairing; POST /api/bridges/{instance}/import brings that");
        }
        Event event = CanonicalReader.read(
                delivery.event().envelope().type(), delivery.event().data());
        return switch (event) {
            case Event.MessageReceived received -> arrivals.message(delivery, received.message());
            case Event.MessageSent sent -> arrivals.message(delivery, sent.message());
            case Event.MessageStatus receipt -> afterwards.receipt(receipt);
            case Event.MessageEdited edited -> afterwards.edited(delivery, edited);
            case Event.MessageDeleted deleted -> afterwards.deleted(delivery, deleted);
            case Event.PresenceChanged presence -> typing.shown(delivery, presence);
            case Event.ContactChanged changed -> people.changed(delivery, changed);
            case Event.ConnectionChanged connection -> talk.connection(delivery, connection);
            case Event.QrcodeUpdated qrcode -> talk.qrcode(delivery, qrcode);
            case Event.ReplyProposed reply -> proposals.reply(delivery, reply);
            case Event.ConversationChanged conversation -> Ends.done("nothing that Chatwoot does not know");
            case Event.CallReceived call -> Ends.done("calls are not shown in Chatwoot");
            case Event.Unrecognized unrecognized -> Ends.done("nothing that Chatwoot has a form for");
        };
    }
}
