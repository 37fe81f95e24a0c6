package dev.carteiro.fake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An inbox of a Chatwoot, with its channel. */
final class InboxRow {

    final long id;
    final long channelId;
    final String channelType;
    final String identifier;
    final String secret;
    final Instant created = Instant.now();
    String name = "";

    @Nullable String webhookUrl;

    boolean single;
    boolean hasBot;
    boolean hmacMandatory;
    ObjectNode additional = Json.object();

    InboxRow(long id, long channelId, String channelType, String identifier, String secret) {
        this.id = id;
        this.channelId = channelId;
        this.channelType = channelType;
        this.identifier = identifier;
        this.secret = secret;
    }

    boolean isApi() {
        return channelType.equals("Channel::Api");
    }
}
