package dev.carteiro.bridge;

import dev.carteiro.bridge.MessageTable.Draft;
import dev.carteiro.bridge.Row.State;
import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.ConversationKey;
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
    private final Doubt doubt;

    Proposals(Link link) {
        this.link = link;
        this.doubt = new Doubt(link, link.chatwoot().doubt());
    }

    Mono<Outcome> reply(Delivery delivery, Event.ReplyProposed reply) {
        return conversation(delivery).flatMap(conversation -> {
            String key = "reply#" + delivery.event().envelope().id();
            Mono<String> posted = reply.text().isBlank()
                    ? Mono.just("no text")
                    : posted(key, conversation, reply).map(Object::toString);
            return posted.flatMap(note -> labelled(conversation, reply)
                    .then(handedOff(conversation, reply))
                    .then(Ends.done(note)));
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
        return link.chats()
                .find(name)
                .filter(chat -> chat.conversation() != null)
                .map(chat -> chat.conversation() == null ? 0L : chat.conversation())
                .switchIfEmpty(Ends.refuse("Chatwoot has no conversation with this chat"));
    }

    private Mono<Long> posted(String key, long conversation, Event.ReplyProposed reply) {
        Row.Address address = new Row.Address(Long.toString(conversation), conversation, null);
        Draft draft = new Draft(Draft.TO_CHATWOOT, key, null, "", address, true, Names.hash(reply.text()), null);
        return link.messages().begin(draft).flatMap(row -> {
            Long there = row.chatwoot();
            if (!row.fresh() && row.state() == State.THERE && there != null) {
                return Mono.just(there);
            }
            return row.fresh() || (row.state() != State.BEGUN && row.state() != State.ABANDONED)
                    ? written(row, key, conversation, reply)
                    : looked(row, key, conversation, reply);
        });
    }

    private Mono<Long> looked(Row row, String key, long conversation, Event.ReplyProposed reply) {
        long after = row.anchor() == null ? 0 : row.anchor();
        return doubt.over(row)
                .then(Mono.defer(() -> Ends.chatwoot(link.chatwoot().api().messagesAfter(conversation, after))))
                .flatMap(page -> Mono.justOrEmpty(page.path("payload")
                        .valueStream()
                        .filter(message -> key.equals(
                                message.at("/content_attributes/data/" + MARK).asString("")))
                        .findFirst()
                        .map(message -> message.path("id").asLong(0))))
                .flatMap(found -> link.messages().posted(row, found).thenReturn(found))
                .switchIfEmpty(Mono.defer(() -> written(row, key, conversation, reply)));
    }

    private Mono<Long> written(Row row, String key, long conversation, Event.ReplyProposed reply) {
        Map<String, Object> form = Map.of(
                "content",
                reply.text(),
                "message_type",
                "outgoing",
                "private",
                false,
                "content_attributes",
                Map.of("data", Map.of(MARK, key)));
        return link.messages()
                .again(row, conversation, null)
                .then(Mono.defer(() -> bot().post(conversation, form)))
                .flatMap(answer -> switch (answer) {
                    case ChatwootReply.Done done -> {
                        long id = done.body().path("id").asLong(0);
                        yield link.messages().posted(row, id).thenReturn(id);
                    }
                    case ChatwootReply.Failed failed ->
                        switch (failed.fault()) {
                            case UNANSWERED, BROKEN -> doubt.begins(row).then(Ends.stop(Ends.of(failed)));
                            // It must not keep customers' messages waiting, which need another token.
                            case UNAUTHORIZED ->
                                link.messages()
                                        .state(row, State.FAILED)
                                        .then(Ends.refuse("Chatwoot: " + failed.reason() + "; look at " + tokenName()));
                            case UNREACHABLE, NOT_FOUND, TAKEN, INVALID, TOO_LARGE, LIMITED ->
                                link.messages().state(row, State.WAITING).then(Ends.stop(Ends.of(failed)));
                        };
                });
    }

    /** Chatwoot replaces all labels, so those that are there are kept. */
    private Mono<Void> labelled(long conversation, Event.ReplyProposed reply) {
        return reply.labels().isEmpty()
                ? Mono.empty()
                : Ends.chatwoot(bot().labels(conversation))
                        .flatMap(now -> Ends.chatwoot(bot().setLabels(conversation, joined(now, reply))))
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
        return reply.handoff()
                ? Ends.chatwoot(bot().toggleStatus(conversation, "open")).then()
                : Mono.empty();
    }

    private String tokenName() {
        return link.chatwoot().bot() == null ? "the token" : "the bot-token";
    }

    private ChatwootApi bot() {
        ChatwootApi bot = link.chatwoot().bot();
        return bot == null ? link.chatwoot().api() : bot;
    }
}
