package dev.carteiro.bridge;

import dev.carteiro.bridge.Posting.Letter;
import dev.carteiro.bridge.Posting.Manner;
import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Posts agents' answers in the bot's name. They must reach WhatsApp, so they have no source id, by which our own messages are
 * kept from going there; they are recognised by what stands in their {@code data} attribute instead.
 */
final class Proposals {

    private static final String MARK = "carteiro";

    private final Link link;
    private final People people;
    private final Posting posting;
    private final Turns turns;

    Proposals(Link link, People people) {
        this.link = link;
        this.people = people;
        this.posting = new Posting(link);
        this.turns = new Turns(link);
    }

    Mono<Outcome> reply(Delivery delivery, Event.ReplyProposed reply) {
        return turns.late(delivery, reply)
                .flatMap(reason ->
                        Turns.keeps(reply) ? given(delivery, reply.asNote()) : Ends.done(Turns.TOO_LATE + reason))
                .switchIfEmpty(Mono.defer(() -> given(delivery, reply)));
    }

    private Mono<Outcome> given(Delivery delivery, Event.ReplyProposed reply) {
        return conversation(delivery.event().envelope()).flatMap(conversation -> {
            String words = Turns.words(reply);
            Mono<Outcome> posted =
                    words.isBlank() ? Ends.done("no text") : posted(delivery, conversation, reply, words);
            return posted.flatMap(end -> labelled(conversation, reply)
                    .then(handedOff(conversation, reply))
                    .thenReturn(end));
        });
    }

    /** Shows in Chatwoot, and on WhatsApp where the bridge knows the way, that an answer is being written, or no more. */
    Mono<Void> typing(Envelope question, boolean on) {
        return conversation(question)
                .flatMap(conversation -> bot().agentTyping(conversation, on)
                        .then(Mono.defer(() -> typingOnWhatsApp(question, conversation, on))));
    }

    private Mono<Void> typingOnWhatsApp(Envelope question, long conversation, boolean on) {
        return link.sides().whatsapp() == null
                ? Mono.empty()
                : link.chats()
                        .ofConversation(conversation)
                        .flatMap(chat -> new Typing(link).shown(link.instance(question), chat.chat(), on))
                        .then();
    }

    /** Chatwoot's own number, or the chat's present conversation. */
    private Mono<Long> conversation(Envelope envelope) {
        ConversationKey key = envelope.conversation();
        if (key == null) {
            return Ends.refuse("the answer belongs to no conversation");
        }
        String name = key.conversation();
        if (name.matches("\\d{1,18}")) {
            return Mono.just(Long.parseLong(name));
        }
        return people.address(link.instance(envelope), name)
                .flatMap(address -> link.chats().find(address))
                .flatMap(chat -> Mono.justOrEmpty(chat.conversation()))
                .switchIfEmpty(Ends.refuse("Chatwoot has no conversation with this chat"));
    }

    private Mono<Outcome> posted(Delivery delivery, long conversation, Event.ReplyProposed reply, String words) {
        Envelope envelope = delivery.event().envelope();
        String key = "reply#" + envelope.id();
        Letter letter = new Letter(
                key,
                Long.toString(conversation),
                null,
                true,
                words,
                Names.hash(words),
                null,
                null,
                envelope.time().getEpochSecond());
        Manner manner = new Manner(
                bot(),
                row -> form(key, reply, words),
                message -> key.equals(
                        message.at("/content_attributes/data/" + MARK).asString("")),
                List.of(),
                this::end);
        return posting.post(conversation, letter, manner)
                .map(Ends::written)
                .onErrorResume(
                        Posting.ConversationGoneException.class,
                        gone -> Ends.refuse("the conversation is not there any more"));
    }

    private static Map<String, Object> form(String key, Event.ReplyProposed reply, String words) {
        return Map.of(
                "content",
                words,
                "message_type",
                "outgoing",
                "private",
                reply.internal(),
                "content_attributes",
                Map.of("data", Map.of(MARK, key)));
    }

    /** A bot's token that is wrong must not keep customers' messages waiting, which go with another one. */
    private Outcome end(ChatwootReply.Failed failed) {
        return failed.fault() == ChatwootReply.Fault.UNAUTHORIZED
                        && link.chatwoot().bot() != null
                ? new Outcome.Refused(
                        "Chatwoot: " + failed.reason() + "; look at the bridge's bot-token",
                        new Answer(failed.status(), failed.reason()))
                : Ends.of(failed);
    }

    private Mono<JsonNode> done(Mono<ChatwootReply> call) {
        return call.flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> Mono.just(done.body());
            case ChatwootReply.Failed failed -> Ends.stop(end(failed));
        });
    }

    /** Chatwoot replaces all labels, so those that are there are kept. */
    private Mono<Void> labelled(long conversation, Event.ReplyProposed reply) {
        return reply.labels().isEmpty()
                ? Mono.empty()
                : done(bot().labels(conversation))
                        .flatMap(now -> done(bot().setLabels(conversation, joined(now, reply))))
                        .then();
    }

    private static List<String> joined(JsonNode now, Event.ReplyProposed reply) {
        Set<String> labels = new LinkedHashSet<>();
        now.path("payload").forEach(label -> labels.add(label.asString("")));
        labels.addAll(reply.labels());
        return new ArrayList<>(labels);
    }

    /** With a bot's token this is a handoff, which Chatwoot tells its people of. */
    private Mono<Void> handedOff(long conversation, Event.ReplyProposed reply) {
        return reply.handoff() ? done(bot().toggleStatus(conversation, "open")).then() : Mono.empty();
    }

    private ChatwootApi bot() {
        ChatwootApi bot = link.chatwoot().bot();
        return bot == null ? link.chatwoot().api() : bot;
    }
}
