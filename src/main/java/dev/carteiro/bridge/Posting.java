package dev.carteiro.bridge;

import dev.carteiro.bridge.MessageTable.Draft;
import dev.carteiro.bridge.Row.State;
import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.chatwoot.Upload;
import dev.carteiro.delivery.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Writes messages into Chatwoot, each once: what is to be written is noted first, and whoever finds such a note without an
 * end looks into the conversation before writing again.
 */
final class Posting {

    /** So many messages are on a page of those after another one. */
    private static final int PAGE = 100;

    private final Link link;
    private final Doubt doubt;

    Posting(Link link) {
        this.link = link;
        this.doubt = new Doubt(link, link.chatwoot().doubt());
    }

    /**
     * A message as it is to be.
     *
     * @param key by which it is known: WhatsApp's id, or one that is made of it
     * @param sender who wrote it, in a group
     * @param words a hash of what it says
     * @param replyTo Chatwoot's id of the message that it answers, or {@code replyToKey} where only WhatsApp's is known
     * @param at in seconds
     */
    record Letter(
            String key,
            String chat,
            @Nullable String sender,
            boolean fromMe,
            String text,
            @Nullable String words,
            @Nullable Long replyTo,
            @Nullable String replyToKey,
            long at) {

        Letter answering(@Nullable Long message) {
            return new Letter(key, chat, sender, fromMe, text, words, message, null, at);
        }
    }

    /**
     * How a message is written, and by what it is known again.
     *
     * @param form what it says, for the row that stands for it
     * @param same whether a message of the conversation is this one
     * @param end what it means where {@code api} does not take it
     */
    record Manner(
            ChatwootApi api,
            Function<Row, Map<String, Object>> form,
            Predicate<JsonNode> same,
            List<Upload> files,
            Function<ChatwootReply.Failed, Outcome> end) {}

    /** The row of the message, which is there when this is emitted; {@code fresh} where it was written just now. */
    Mono<Row> post(long conversation, Letter letter, List<Upload> files) {
        String source = Names.sourceId(letter.key());
        return post(
                conversation,
                letter,
                new Manner(
                        link.chatwoot().api(),
                        row -> form(row, letter),
                        message -> message.path("source_id").asString("").equals(source),
                        files,
                        Ends::of));
    }

    /** The same in another manner, where {@code letter} only says what is noted of the message. */
    Mono<Row> post(long conversation, Letter letter, Manner manner) {
        return link.messages()
                .begin(draft(conversation, letter, letter.words()))
                .flatMap(row ->
                        row.fresh() ? write(row, manner, conversation) : resumed(row, conversation, letter, manner));
    }

    private static Draft draft(long conversation, Letter letter, @Nullable String words) {
        Row.Address address = new Row.Address(letter.chat(), conversation, letter.sender());
        return new Draft(Draft.TO_CHATWOOT, letter.key(), null, "", address, letter.fromMe(), words, null);
    }

    /** Notes that Chatwoot has it already, under this number. */
    Mono<Row> taken(long conversation, Letter letter, long message) {
        return link.messages()
                .begin(draft(conversation, letter, null))
                .flatMap(row -> link.messages().posted(row, message).thenReturn(row));
    }

    private Mono<Row> resumed(Row row, long conversation, Letter letter, Manner manner) {
        return switch (row.state()) {
            case THERE, DELETED -> Mono.just(row);
            case WAITING, FAILED -> again(row, conversation, letter, manner);
            case BEGUN, ABANDONED ->
                doubt.over(row)
                        .then(Mono.defer(() -> look(row, manner)))
                        .flatMap(found -> link.messages().posted(row, found).thenReturn(row.there(found)))
                        .switchIfEmpty(Mono.defer(() -> again(row, conversation, letter, manner)));
        };
    }

    private Mono<Row> again(Row row, long conversation, Letter letter, Manner manner) {
        return link.messages()
                .again(row, conversation, letter.words())
                .flatMap(begun -> begun
                        ? write(row, manner, conversation)
                        : link.messages().byWhatsapp(letter.key()));
    }

    /** The number of the message that is this one, if it is in the conversation where it was begun. */
    private Mono<Long> look(Row row, Manner manner) {
        Long conversation = row.address().conversation();
        return conversation == null
                ? Mono.empty()
                : look(conversation, row.anchor() == null ? 0 : row.anchor(), manner);
    }

    private Mono<Long> look(long conversation, long after, Manner manner) {
        return link.chatwoot().api().messagesAfter(conversation, after).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> found(done.body().path("payload"), conversation, after, manner);
            case ChatwootReply.Failed failed ->
                failed.fault() == ChatwootReply.Fault.NOT_FOUND ? Mono.empty() : Ends.stop(Ends.of(failed));
        });
    }

    private Mono<Long> found(JsonNode messages, long conversation, long after, Manner manner) {
        long last = after;
        for (JsonNode message : messages) {
            if (manner.same().test(message)) {
                return Mono.just(message.path("id").asLong(0));
            }
            last = Math.max(last, message.path("id").asLong(0));
        }
        return messages.size() < PAGE || last == after ? Mono.empty() : look(conversation, last, manner);
    }

    private Mono<Row> write(Row row, Manner manner, long conversation) {
        Map<String, Object> form = manner.form().apply(row);
        Mono<ChatwootReply> call = manner.files().isEmpty()
                ? manner.api().post(conversation, form)
                : manner.api().post(conversation, form, manner.files());
        return call.flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> {
                long id = done.body().path("id").asLong(0);
                yield link.messages().posted(row, id).thenReturn(row.there(id));
            }
            case ChatwootReply.Failed failed -> failed(row, failed, manner.end().apply(failed));
        });
    }

    private Mono<Row> failed(Row row, ChatwootReply.Failed failed, Outcome end) {
        return switch (failed.fault()) {
            case UNANSWERED, BROKEN -> doubt.begins(row).then(Ends.stop(end));
            case UNREACHABLE, UNAUTHORIZED, LIMITED ->
                link.messages().state(row, State.WAITING).then(Ends.stop(end));
            case NOT_FOUND ->
                link.messages().state(row, State.WAITING).then(Mono.error(new ConversationGoneException()));
            case TAKEN, INVALID, TOO_LARGE ->
                link.messages().state(row, State.FAILED).then(Ends.stop(end));
        };
    }

    private static Map<String, Object> form(Row row, Letter letter) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("content", letter.text());
        form.put("message_type", letter.fromMe() ? "outgoing" : "incoming");
        form.put("private", false);
        form.put("source_id", Names.sourceId(letter.key()));
        form.put("echo_id", Long.toString(row.id()));
        form.put("external_created_at", letter.at());
        if (letter.replyTo() != null) {
            form.put("content_attributes", Map.of("in_reply_to", letter.replyTo()));
        } else if (letter.replyToKey() != null) {
            form.put(
                    "content_attributes",
                    Map.of("in_reply_to_external_id", Names.sourceId(Objects.requireNonNull(letter.replyToKey()))));
        }
        return form;
    }

    /** The conversation is not there any more. */
    static final class ConversationGoneException extends RuntimeException {

        ConversationGoneException() {
            super("gone", null, false, false);
        }
    }
}
