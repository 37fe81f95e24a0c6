package dev.carteiro.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened in one of the connected systems, in words that are the same for all of them. */
public sealed interface Event {

    /** The CloudEvents type, for example {@code message.received}. */
    default String type() {
        return EventType.of(this);
    }

    /** A customer, or a group's participant, wrote to us. */
    record MessageReceived(Message message) implements Event {}

    /** We wrote: an agent, a bot, the API, or a person on the paired phone. */
    record MessageSent(Message message) implements Event {}

    /** How far a message has come; receipts arrive in any order and may skip steps. */
    record MessageStatus(String messageId, Status status, boolean fromMe) implements Event {}

    /** A message's text was replaced by its author. */
    record MessageEdited(String messageId, Content content) implements Event {}

    /** A message was taken back for everyone. */
    record MessageDeleted(String messageId) implements Event {}

    /**
     * A WhatsApp instance went up or down; {@code reason} is the gateway's own code or text, {@code number} the instance's
     * own as E.164 with the plus, {@code profileName} what it calls itself.
     */
    record ConnectionChanged(
            ConnectionState state,
            @Nullable String reason,
            @Nullable String number,
            @Nullable String profileName) implements Event {}

    /**
     * A code to pair a phone with: {@code image} is a data URI, {@code code} what the image shows, {@code pairingCode} what
     * can be typed instead. Not {@code available} means that the last code is no longer good.
     */
    record QrcodeUpdated(
            boolean available,
            @Nullable String image,
            @Nullable String code,
            @Nullable String pairingCode) implements Event {}

    /**
     * Somebody types, records, or comes and goes; {@code who} is absent where the source does not say. {@code agent} tells
     * whether it is a person on our side whose words are meant for the customer, and is absent where that is not known.
     */
    record PresenceChanged(
            Presence state, @Nullable String who, @Nullable Boolean agent) implements Event {

        public PresenceChanged(Presence state, @Nullable String who) {
            this(state, who, null);
        }
    }

    /** Names or pictures of contacts became known or changed. */
    record ContactChanged(List<Party> contacts) implements Event {
        public ContactChanged {
            contacts = List.copyOf(contacts);
        }
    }

    /** A Chatwoot conversation was created, or its status, assignee or labels changed; {@code id} is the display id. */
    record ConversationChanged(
            String id, @Nullable String status, @Nullable String assignee, List<String> labels) implements Event {
        public ConversationChanged {
            labels = List.copyOf(labels);
        }
    }

    /** A call came in or changed; {@code status} is the gateway's word, such as {@code offer} or {@code terminate}. */
    record CallReceived(
            String callId, @Nullable String from, @Nullable String status, boolean video) implements Event {}

    /**
     * An agent's answer, not yet sent to anyone.
     *
     * @param attachments URLs
     * @param handoff asks for a person to take over
     * @param internal for the agent's human colleagues only, never for the customer
     * @param turn what it answers; absent where it stands whatever people do
     */
    record ReplyProposed(
            String text,
            List<String> attachments,
            boolean handoff,
            List<String> labels,
            boolean internal,
            @Nullable Turn turn)
            implements Event {

        public ReplyProposed {
            attachments = List.copyOf(attachments);
            labels = List.copyOf(labels);
        }

        public ReplyProposed(String text, List<String> attachments, boolean handoff, List<String> labels) {
            this(text, attachments, handoff, labels, false, null);
        }

        /** The same words for colleagues only, who need not be told to take over. */
        public ReplyProposed asNote() {
            return new ReplyProposed(text, attachments, false, List.of(), true, null);
        }
    }

    /**
     * Whose turn an agent's answer takes: it comes too late where a person has written, or was given the conversation, since.
     *
     * @param after the position of the last event that the agent has seen
     * @param statuses of the conversation, in which an agent may answer
     * @param late what becomes of it then: {@code true} keeps it as a note for the people
     */
    record Turn(long after, List<String> statuses, boolean late) {
        public Turn {
            statuses = List.copyOf(statuses);
        }
    }

    /** Anything else, kept and routable; {@code name} is what the source called it, if it called it anything. */
    record Unrecognized(@Nullable String name) implements Event {}
}
