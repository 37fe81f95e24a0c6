package dev.carteiro.routing;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Recorded;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An event as routes look at it; the form that conditions see, and its data, are made when the first of them asks. */
final class Occurrence {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final Attributes attributes;
    private final Supplier<Map<String, @Nullable Object>> canonical;
    private @Nullable Map<String, Object> variables;

    private Occurrence(Attributes attributes, Supplier<Map<String, @Nullable Object>> canonical) {
        this.attributes = attributes;
        this.canonical = canonical;
    }

    private record Attributes(
            String source,
            String type,
            @Nullable String instance,
            @Nullable ConversationKey conversation) {}

    static Occurrence of(Fact fact) {
        return new Occurrence(
                new Attributes(fact.source(), fact.type(), fact.instance(), fact.conversation()),
                () -> Canonical.beforeTheLog(
                        Envelope.of(0, fact.time(), fact), new LazyMap(() -> Canonical.data(fact.data()))));
    }

    /** The event as it was when it was routed for the first time. */
    static Occurrence of(Recorded event) {
        Envelope envelope = event.envelope();
        return new Occurrence(
                new Attributes(envelope.source(), envelope.type(), envelope.instance(), envelope.conversation()),
                () -> Canonical.beforeTheLog(envelope, new LazyMap(() -> JSON.readValue(event.data(), OBJECT))));
    }

    String source() {
        return attributes.source();
    }

    String type() {
        return attributes.type();
    }

    @Nullable String instance() {
        return attributes.instance();
    }

    /** The chat, or Chatwoot's number of the conversation. */
    @Nullable String conversation() {
        ConversationKey conversation = attributes.conversation();
        return conversation == null ? null : conversation.conversation();
    }

    /** What conditions are evaluated over. */
    Map<String, Object> variables() {
        Map<String, Object> made = variables;
        if (made == null) {
            made = Map.of("event", new CelObject(canonical.get()));
            variables = made;
        }
        return made;
    }
}
