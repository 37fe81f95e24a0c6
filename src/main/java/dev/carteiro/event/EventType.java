package dev.carteiro.event;

/** The CloudEvents types, one for each kind of {@link Event}. */
final class EventType {

    static final String MESSAGE_RECEIVED = "message.received";
    static final String MESSAGE_SENT = "message.sent";
    static final String MESSAGE_STATUS = "message.status";
    static final String MESSAGE_EDITED = "message.edited";
    static final String MESSAGE_DELETED = "message.deleted";
    static final String CONNECTION_CHANGED = "connection.changed";
    static final String QRCODE_UPDATED = "qrcode.updated";
    static final String PRESENCE_CHANGED = "presence.changed";
    static final String CONTACT_CHANGED = "contact.changed";
    static final String CONVERSATION_CHANGED = "conversation.changed";
    static final String CALL_RECEIVED = "call.received";
    static final String REPLY_PROPOSED = "reply.proposed";
    static final String UNRECOGNIZED = "unrecognized";

    private EventType() {}

    static String of(Event event) {
        return switch (event) {
            case Event.MessageReceived received -> MESSAGE_RECEIVED;
            case Event.MessageSent sent -> MESSAGE_SENT;
            case Event.MessageStatus status -> MESSAGE_STATUS;
            case Event.MessageEdited edited -> MESSAGE_EDITED;
            case Event.MessageDeleted deleted -> MESSAGE_DELETED;
            case Event.ConnectionChanged connection -> CONNECTION_CHANGED;
            case Event.QrcodeUpdated qrcode -> QRCODE_UPDATED;
            case Event.PresenceChanged presence -> PRESENCE_CHANGED;
            case Event.ContactChanged contacts -> CONTACT_CHANGED;
            case Event.ConversationChanged conversation -> CONVERSATION_CHANGED;
            case Event.CallReceived call -> CALL_RECEIVED;
            case Event.ReplyProposed reply -> REPLY_PROPOSED;
            case Event.Unrecognized unrecognized -> UNRECOGNIZED;
        };
    }
}
