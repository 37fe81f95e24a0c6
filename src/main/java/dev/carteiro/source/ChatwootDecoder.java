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
            case "message_updated" -> ChatwootMessages.updated(facts, body, change(body, inbound));
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
        return of(inbound, fact == null ? unrecognized(facts, event, body) : fact);
    }

    /** An account's webhook and that of a bridge's inbox tell the same, and neither may be taken for a copy of the other. */
    private static Fact of(Inbound inbound, Fact fact) {
        return inbound.instance() == null
                ? fact
                : new Fact(
                        fact.source(),
                        fact.instance(),
                        fact.conversation(),
                        fact.time(),
                        Keys.of(fact.idempotencyKey(), inbound.instance()),
                        fact.data());
    }

    /**
     * What tells one change of a message from the next: Chatwoot writes no time on it, and a second press on "retry" leaves
     * it as the first did. A source that has its address to itself gets each delivery once; of several with one address each
     * delivers the change under an id of its own, and there the content alone must tell.
     */
    private static @Nullable String change(JsonNode body, Inbound inbound) {
        if (inbound.instance() == null) {
            return null;
        }
        String delivery = inbound.header().apply("X-Chatwoot-Delivery");
        if (delivery != null && !delivery.isBlank()) {
            return delivery;
        }
        JsonNode last = body.path("conversation").path("messages").path(0);
        String id = Json.string(last, "id");
        return id != null && id.equals(Json.string(body, "id")) ? Json.string(last, "updated_at") : null;
    }

    private static Fact unrecognized(Facts facts, @Nullable String event, JsonNode body) {
        String key = Keys.of(event, ChatwootConversations.account(body), Keys.hash(body));
        return facts.in(
                ChatwootConversations.key(body, body.path("conversation")), null, key, new Event.Unrecognized(event));
    }
}
