package dev.carteiro.source;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the facts of one request, which share source, instance and time of receipt. */
record Facts(String source, @Nullable String instance, Instant receivedAt) {

    /** A fact of a chat on this instance. */
    Fact inChat(@Nullable Jid chat, @Nullable Instant time, String key, Event data) {
        return in(chat == null ? null : new ConversationKey(scope(), chat.text()), time, key, data);
    }

    /** A message, which has one key however often and by whichever event it is told. */
    Fact message(Jid chat, @Nullable Instant time, Message message) {
        String key = Keys.of("message", instance, message.messageId(), message.fromMe());
        return inChat(
                chat,
                time,
                key,
                message.fromMe() ? new Event.MessageSent(message) : new Event.MessageReceived(message));
    }

    Fact in(@Nullable ConversationKey conversation, @Nullable Instant time, String key, Event data) {
        return new Fact(source, instance, conversation, time == null ? receivedAt : time, key, data);
    }

    /** A fact of the instance itself. */
    Fact ofInstance(@Nullable Instant time, String key, Event data) {
        return in(null, time, key, data);
    }

    Fact unrecognized(@Nullable String name, String key) {
        return unrecognized(name, key, null);
    }

    /** Even what has no word here keeps its place among the events of its chat. */
    Fact unrecognized(@Nullable String name, String key, @Nullable Jid chat) {
        return inChat(chat, null, key, new Event.Unrecognized(name));
    }

    /** Where conversations are counted: ids of chats are only unique within an instance. */
    String scope() {
        return instance == null ? source : instance;
    }
}
