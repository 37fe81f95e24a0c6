package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Message;
import dev.carteiro.event.Phones;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Recognises what Evolution tells of messages that we have sent ourselves: it may do so before it answers the call that sent
 * them, and where that answer is lost, it is the only one who knows.
 */
final class Echoes {

    /** Longer than a send takes: what was begun before has no answer to come. */
    private static final Duration LONGEST_SEND = Duration.ofMinutes(2);

    private static final Duration SOON = Duration.ofMillis(500);

    private final Link link;

    Echoes(Link link) {
        this.link = link;
    }

    /** Empty where it is news to us. */
    Mono<Outcome> of(Delivery delivery, Message message) {
        if (!message.fromMe() || link.sides().whatsapp() == null) {
            return Mono.empty();
        }
        return chats(link.instance(delivery.event().envelope()), message.chat().id())
                .flatMap(chats -> hidden(chats)
                        ? link.messages().openAnywhere().collectList()
                        : link.messages().open(chats).collectList())
                .flatMap(open -> open.isEmpty() ? Mono.empty() : among(open, message));
    }

    /** A chat may have been written to by another form of its number. */
    private Mono<List<String>> chats(String instance, String chat) {
        List<String> chats = new ArrayList<>();
        chats.add(chat);
        String phone = Phones.phone(chat);
        if (phone != null) {
            Phones.variants(phone).stream()
                    .map(Phones::jid)
                    .filter(jid -> !jid.equals(chat))
                    .forEach(chats::add);
        }
        Mono<String> other = chat.endsWith("@lid")
                ? link.chats().phoneOf(instance, chat)
                : link.chats().lidOf(instance, chat);
        return other.doOnNext(chats::add).thenReturn(chats);
    }

    /** A LID whose number nobody has told may be anybody's. */
    private static boolean hidden(List<String> chats) {
        return chats.stream().allMatch(chat -> chat.endsWith("@lid"));
    }

    private Mono<Outcome> among(List<Row> open, Message message) {
        String said = Said.of(message.content());
        return Flux.fromIterable(open)
                .filter(row -> said.equals(row.words()))
                .concatMap(row -> link.messages().adopt(row, message.messageId()))
                .filter(adopted -> adopted)
                .next()
                .map(adopted -> Ends.delivered("our own message"))
                .switchIfEmpty(Mono.defer(() -> unclear(open)));
    }

    /** What we send is under way, and this says something else: it will be clear when that has its answer. */
    private Mono<Outcome> unclear(List<Row> open) {
        boolean soon = open.stream()
                .anyMatch(row -> row.begunAt()
                        .plus(LONGEST_SEND)
                        .isAfter(link.tools().clock().instant()));
        return soon ? Ends.later("one of our own messages to this chat is under way", SOON) : Mono.empty();
    }
}
