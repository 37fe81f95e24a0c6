package dev.carteiro.eventlog;

import dev.carteiro.event.Envelope;
import dev.carteiro.store.Text;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants to see, or may see; an absent criterion admits all.
 *
 * @param instances WhatsApp instances, of which one has to be the event's
 * @param types CloudEvents types, or beginnings of one and {@code *}, of which one has to fit
 */
public record EventFilter(
        @Nullable List<String> instances,
        @Nullable List<String> types,
        @Nullable String conversation) {

    /** Admits everything. */
    public static final EventFilter ALL = new EventFilter(null, null, null);

    /** Looks for what the log has made of a text, whether in the log or in what comes live. */
    public EventFilter {
        instances = instances == null ? null : storable(instances);
        types = types == null ? null : storable(types);
        conversation = conversation == null ? null : Text.indexable(conversation);
    }

    private static List<String> storable(List<String> texts) {
        return texts.stream()
                .map(text -> Optional.ofNullable(Text.storable(text)).orElse(""))
                .toList();
    }

    /** Says of an event what the log says of its row. */
    public boolean admits(Envelope event) {
        return (instances == null || (event.instance() != null && instances.contains(event.instance())))
                && (types == null || types.stream().anyMatch(pattern -> fits(event.type(), pattern)))
                && (conversation == null
                        || (event.conversation() != null
                                && conversation.equals(event.conversation().conversation())));
    }

    /** Whether {@code pattern}, a type or the beginning of one and {@code *}, fits a type, or all that another pattern fits. */
    public static boolean fits(String type, String pattern) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }
}
