package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatTable.Chat;
import dev.carteiro.bridge.Posting.ConversationGoneException;
import dev.carteiro.bridge.Posting.Letter;
import dev.carteiro.bridge.Row.State;
import dev.carteiro.chatwoot.Upload;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Content;
import dev.carteiro.event.MediaFile;
import dev.carteiro.event.Message;
import java.util.List;
import reactor.core.publisher.Mono;

/** New messages of WhatsApp on their way into Chatwoot. */
final class Arrivals {

    /** So often a file is asked for before its message is shown without it. */
    private static final int FILE_ATTEMPTS = 4;

    private final Link link;
    private final People people;
    private final Conversations conversations;
    private final Posting posting;
    private final Files files;
    private final Echoes echoes;
    private final Receipts receipts;

    Arrivals(Link link, People people) {
        this.link = link;
        this.people = people;
        this.conversations = new Conversations(link);
        this.posting = new Posting(link);
        this.files = new Files(link);
        this.echoes = new Echoes(link);
        this.receipts = new Receipts(link);
    }

    Mono<Outcome> message(Delivery delivery, Message message) {
        if (message.internal()) {
            return Ends.done("a private note");
        }
        if (message.content() instanceof Content.Reaction reaction) {
            return people.learned(delivery, message)
                    .then(Mono.defer(() -> new Reactions(link, this).of(delivery, message, reaction)));
        }
        return people.learned(delivery, message)
                .then(Mono.defer(() -> link.messages().byWhatsapp(message.messageId())))
                .filter(row -> row.state() == State.THERE || row.state() == State.DELETED)
                .map(row -> Ends.delivered("it is there already"))
                .switchIfEmpty(Mono.defer(() -> echoes.of(delivery, message)))
                .switchIfEmpty(Mono.defer(() -> shown(delivery, message)));
    }

    /** A message of the past: what another bridge has written of it is taken for our own, and not written again. */
    Mono<Outcome> past(Delivery delivery, Message message, SourceIds written) {
        return link.messages()
                .byWhatsapp(message.messageId())
                .hasElement()
                .flatMap(ours -> ours
                        ? message(delivery, message)
                        : elsewhere(delivery, message, written)
                                .switchIfEmpty(Mono.defer(() -> message(delivery, message))));
    }

    private Mono<Outcome> elsewhere(Delivery delivery, Message message, SourceIds written) {
        return link.chatwoot()
                .inbox()
                .known()
                .flatMap(inbox ->
                        people.chat(delivery, message).flatMap(chat -> conversations.known(chat, inbox, false)))
                .map(chat -> chat.conversation() == null ? 0L : chat.conversation())
                .flatMap(conversation -> written.find(conversation, message.messageId())
                        .flatMap(found -> posting.taken(conversation, letter(delivery, message, ""), found)))
                .map(row -> Ends.delivered("it is there already"));
    }

    private Mono<Outcome> shown(Delivery delivery, Message message) {
        String words = Wording.of(message, link.phrases()).text();
        if (!(message.content() instanceof Content.Media media)) {
            return Mono.usingWhen(
                    files.picture(message.ad()),
                    picture -> posted(delivery, message, letter(delivery, message, words), picture.uploads()),
                    picture -> Mono.fromRunnable(picture::close));
        }
        return Mono.usingWhen(
                files.of(delivery, message, media)
                        .onErrorResume(StoppedException.class, stopped -> givenUp(delivery, stopped)),
                got -> switch (got) {
                    case Files.Got.File file ->
                        posted(
                                delivery,
                                message,
                                letter(delivery, message, words),
                                List.of(upload(message, media, file)));
                    case Files.Got.Nothing nothing ->
                        posted(delivery, message, letter(delivery, message, missing(words)), List.of());
                },
                Arrivals::closed);
    }

    /** The message is more than its file; but a server that is only away for a moment may still have that. */
    private static Mono<Files.Got> givenUp(Delivery delivery, StoppedException stopped) {
        return delivery.spent() < FILE_ATTEMPTS
                ? Mono.error(stopped)
                : Mono.just(new Files.Got.Nothing(stopped.outcome().toString()));
    }

    private static Mono<Void> closed(Files.Got got) {
        return Mono.fromRunnable(() -> {
            if (got instanceof Files.Got.File file) {
                file.bytes().close();
            }
        });
    }

    private String missing(String words) {
        String note = link.phrases().say(Phrase.FILE_MISSING);
        return words.isEmpty() ? note : words + "\n\n" + note;
    }

    private static Upload upload(Message message, Content.Media media, Files.Got.File file) {
        MediaFile told = media.file();
        MediaFile known = new MediaFile(
                file.mimetype(),
                told.fileName() == null ? file.fileName() : told.fileName(),
                file.bytes().size(),
                told.seconds(),
                null);
        String name = Mimes.fileName(new Content.Media(media.kind(), known, null), message.messageId());
        return new Upload(name, Mimes.mimetype(file.mimetype(), name), file.bytes());
    }

    private static Letter letter(Delivery delivery, Message message, String words) {
        return new Letter(
                message.messageId(),
                message.chat().id(),
                message.sender() == null ? null : message.sender().id(),
                message.fromMe(),
                words,
                Names.hash(words),
                null,
                message.replyTo(),
                delivery.event().envelope().time().getEpochSecond());
    }

    /** Writes it into the conversation of its chat, wherever that is by now. */
    Mono<Outcome> posted(Delivery delivery, Message message, Letter letter, List<Upload> uploads) {
        Mono<Outcome> once = Mono.defer(() -> answered(letter)
                .flatMap(answer -> people.chat(delivery, message).flatMap(chat -> placed(chat, answer, uploads))));
        return once.onErrorResume(
                        ConversationGoneException.class,
                        gone -> people.withoutConversation(delivery, letter.chat())
                                .then(once))
                .onErrorResume(
                        ConversationGoneException.class,
                        gone -> link.chatwoot()
                                .inbox()
                                .forget()
                                .then(Ends.defer("Chatwoot has neither the conversation nor the inbox any more")));
    }

    private Mono<Letter> answered(Letter letter) {
        String key = letter.replyToKey();
        return key == null
                ? Mono.just(letter)
                : link.messages()
                        .byWhatsapp(key)
                        .filter(row -> row.chatwoot() != null)
                        .map(row -> letter.answering(row.chatwoot()))
                        .defaultIfEmpty(letter);
    }

    private Mono<Outcome> placed(Chat chat, Letter letter, List<Upload> uploads) {
        return link.chatwoot()
                .inbox()
                .known()
                .flatMap(inbox -> conversations.known(chat, inbox, !letter.fromMe()))
                .flatMap(placed ->
                        posting.post(placed.conversation() == null ? 0 : placed.conversation(), letter, uploads))
                .flatMap(row -> receipts.early(row).thenReturn(Ends.written(row)));
    }
}
