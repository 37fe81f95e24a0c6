package dev.carteiro.bridge;

import dev.carteiro.bridge.Posting.Letter;
import dev.carteiro.bridge.Row.State;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Event;
import java.util.List;
import reactor.core.publisher.Mono;

/** What happens to WhatsApp's messages after they were written: receipts, edits, deletions. */
final class Afterwards {

    /** So often it is looked whether the message that is meant has come, which may have another address and so another lane. */
    private static final int PATIENCE = 3;

    private final Link link;
    private final Posting posting;
    private final Receipts receipts;

    Afterwards(Link link) {
        this.link = link;
        this.posting = new Posting(link);
        this.receipts = new Receipts(link);
    }

    Mono<Outcome> receipt(Event.MessageStatus receipt) {
        if (!receipt.fromMe()) {
            return Ends.done("a receipt of a customer's message");
        }
        int status = Progress.of(receipt.status());
        return link.receipts()
                .keep(receipt.messageId(), status)
                .flatMap(furthest -> link.messages()
                        .byWhatsapp(receipt.messageId())
                        .flatMap(row -> Progress.isNews(row.status(), status)
                                ? receipts.shown(row, status)
                                : Ends.done("no news"))
                        .switchIfEmpty(Ends.done("kept until the message is there")));
    }

    /** Chatwoot's messages cannot be edited, so the new words follow as an answer to the old ones. */
    Mono<Outcome> edited(Delivery delivery, Event.MessageEdited edited) {
        String said = Said.of(edited.content());
        return target(edited.messageId(), delivery)
                .flatMap(row ->
                        said.equals(row.words()) ? Ends.done("our own edit") : edited(delivery, edited, row, said))
                .switchIfEmpty(Ends.done("Chatwoot does not have the message that was edited"));
    }

    private Mono<Outcome> edited(Delivery delivery, Event.MessageEdited edited, Row row, String said) {
        String words = Wording.edited(edited.content(), link.phrases()).text();
        Long conversation = row.address().conversation();
        if (words.isEmpty() || conversation == null) {
            return Ends.done("nothing to be read in it");
        }
        Letter letter = new Letter(
                edited.messageId() + "#edit#" + said,
                row.address().chat(),
                row.address().participant(),
                row.fromMe(),
                words,
                said,
                row.chatwoot(),
                null,
                delivery.event().envelope().time().getEpochSecond());
        return posting.post(conversation, letter, List.of())
                .map(posted -> Ends.delivered("message " + posted.chatwoot()))
                .onErrorResume(
                        Posting.ConversationGoneException.class,
                        gone -> Ends.done("the conversation is not there any more"));
    }

    Mono<Outcome> deleted(Delivery delivery, Event.MessageDeleted deleted) {
        if (!link.options().deleteMessages()) {
            return Ends.done("deletions are not to be shown");
        }
        return target(deleted.messageId(), delivery)
                .flatMap(row -> row.state() == State.DELETED ? Ends.done("it is deleted") : deleted(row))
                .switchIfEmpty(Ends.done("Chatwoot does not have the message that was deleted"));
    }

    private Mono<Outcome> deleted(Row row) {
        return deleted(link, row).then(Ends.done("deleted"));
    }

    static Mono<Void> deleted(Link link, Row row) {
        Long chatwoot = row.chatwoot();
        Long conversation = row.address().conversation();
        if (chatwoot == null || conversation == null) {
            return link.messages().state(row, State.DELETED);
        }
        return link.chatwoot().api().delete(conversation, chatwoot).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> link.messages().state(row, State.DELETED);
            case ChatwootReply.Failed failed ->
                failed.fault() == ChatwootReply.Fault.NOT_FOUND
                        ? link.messages().state(row, State.DELETED)
                        : Ends.stop(Ends.of(failed));
        });
    }

    /** The message that is meant; empty where it does not come either. */
    private Mono<Row> target(String id, Delivery delivery) {
        return link.messages()
                .byWhatsapp(id)
                .flatMap(row -> row.chatwoot() == null ? notYet(delivery) : Mono.just(row))
                .switchIfEmpty(Mono.defer(() -> notYet(delivery)));
    }

    private static Mono<Row> notYet(Delivery delivery) {
        return delivery.spent() < PATIENCE ? Ends.defer("the message that it is about is not there yet") : Mono.empty();
    }
}
