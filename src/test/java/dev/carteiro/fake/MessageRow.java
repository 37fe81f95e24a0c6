package dev.carteiro.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A message of a Chatwoot. */
final class MessageRow {

    static final int INCOMING = 0;
    static final int OUTGOING = 1;
    static final int ACTIVITY = 2;
    static final int TEMPLATE = 3;

    final ConversationRow conversation;
    final int type;
    final Instant created = Instant.now();
    long id;

    @Nullable String content;

    String contentType = "text";
    boolean isPrivate;
    String status = "sent";

    @Nullable String sourceId;

    @Nullable String echoId;

    @Nullable Person author;

    ObjectNode attributes = Json.object();
    ObjectNode additional = Json.object();
    List<FileRow> files = new ArrayList<>();
    Instant updated = Instant.now();

    MessageRow(ConversationRow conversation, int type) {
        this.conversation = conversation;
        this.type = type;
    }

    String typeName() {
        return switch (type) {
            case INCOMING -> "incoming";
            case OUTGOING -> "outgoing";
            case ACTIVITY -> "activity";
            default -> "template";
        };
    }

    boolean isSendable() {
        return type != ACTIVITY;
    }
}
