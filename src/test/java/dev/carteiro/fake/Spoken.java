package dev.carteiro.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A message as an Evolution server keeps it; guarded by its {@link WhatsAppInstance}. */
final class Spoken {

    final String chat;
    final boolean fromMe;
    final String id;
    final String type;
    final String databaseId = "c" + UUID.randomUUID().toString().replace("-", "");
    final long timestamp = Instant.now().getEpochSecond();
    final List<String> updates = new ArrayList<>();
    ObjectNode message;

    @Nullable ObjectNode context;

    @Nullable String participant;

    @Nullable String pushName;

    @Nullable Media media;

    String status = "DELIVERY_ACK";
    String source = "ios";

    Spoken(String chat, boolean fromMe, String id, String type, ObjectNode message) {
        this.chat = chat;
        this.fromMe = fromMe;
        this.id = id;
        this.type = type;
        this.message = message;
    }

    boolean isInGroup() {
        return chat.endsWith("@g.us");
    }
}
