package dev.carteiro.source;

import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Chatwoot's account, API inbox and agent bot webhooks, 3.x to 4.15. */
final class ChatwootDecoder implements Decoder {

    private final String name;
    private final SourceSettings settings;

    ChatwootDecoder(String name, SourceSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    @Override
    public Decoded decode(Inbound inbound) {
        return new Decoded(Bodies.each(inbound.json(), body -> List.of(decode(body, inbound))), inbound.body());
    }

    private Fact decode(JsonNode body, Inbound inbound) {
        String instance = inbound.instance() == null ? settings.instance() : inbound.instance();
        Facts facts = new Facts(name, instance, inbound.receivedAt());
        String event = Json.string(body, "event");
        Fact fact = switch (event) {
            case "message_created" -> ChatwootMessages.created(facts, body);
            case "message_updated" -> ChatwootMessages.updated(facts, body);
            case "conversation_created",
                    "conversation_updated",
                    "conversation_status_changed",
                    "conversation_opened",
                    "conversation_resolved" -> ChatwootConversations.changed(facts, event, body);
            case "conversation_typing_on", "conversation_typing_off" ->
                ChatwootConversations.typing(facts, event, body);
            case "contact_created", "contact_updated" -> ChatwootConversations.contact(facts, event, body);
            case null, default -> null;
        };
        return fact == null ? unrecognized(facts, event, body) : fact;
    }

    private static Fact unrecognized(Facts facts, @Nullable String event, JsonNode body) {
        String key = Keys.of(event, ChatwootConversations.account(body), Keys.hash(body));
        return facts.in(
                ChatwootConversations.key(body, body.path("conversation")), null, key, new Event.Unrecognized(event));
    }
}
