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

    Proposals(Link link, People people) {
        this.link = link;
        this.people = people;
        this.posting = new Posting(link);
    }

    Mono<Outcome> reply(Delivery delivery, Event.ReplyProposed reply) {
        return conversation(delivery).flatMap(conversation -> {
            Mono<Outcome> posted =
                    reply.text().isBlank() ? Ends.done("no text") : posted(delivery, conversation, reply);
            return posted.flatMap(end -> labelled(conversation, reply)
                    .then(handedOff(conversation, reply))
                    .thenReturn(end));
        });
    }

    /** Chatwoot's own number, or the chat's present conversation. */
    private Mono<Long> conversation(Delivery delivery) {
        ConversationKey key = delivery.event().envelope().conversation();
        if (key == null) {
            return Ends.refuse("the answer belongs to no conversation");
        }
        String name = key.conversation();
        if (name.matches("\\d{1,18}")) {
            return Mono.just(Long.parseLong(name));
        }
        return people.address(link.instance(delivery.event().envelope()), name)
                .flatMap(address -> link.chats().find(address))
                .flatMap(chat -> Mono.justOrEmpty(chat.conversation()))
                .switchIfEmpty(Ends.refuse("Chatwoot has no conversation with this chat"));
    }

    private Mono<Outcome> posted(Delivery delivery, long conversation, Event.ReplyProposed reply) {
        Envelope envelope = delivery.event().envelope();
        String key = "reply#" + envelope.id();
        Letter letter = new Letter(
                key,
                Long.toString(conversation),
                null,
                true,
                reply.text(),
                Names.hash(reply.text()),
                null,
                null,
                envelope.time().getEpochSecond());
        Manner manner = new Manner(
                bot(),
                row -> form(key, reply),
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

    private static Map<String, Object> form(String key, Event.ReplyProposed reply) {
        return Map.of(
                "content",
                reply.text(),
                "message_type",
                "outgoing",
                "private",
                false,
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
