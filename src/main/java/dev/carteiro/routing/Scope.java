package dev.carteiro.routing;

import dev.carteiro.config.Bridged;
import java.util.List;
import java.util.Set;

/**
 * The events of a bridge.
 *
 * @param instance whose
 * @param types of which types
 * @param ignore addresses and endings of addresses whose chats are left out
 */
record Scope(String instance, Set<String> types, List<String> ignore) {

    Scope {
        types = Set.copyOf(types);
        ignore = List.copyOf(ignore);
    }

    boolean holds(Occurrence event) {
        if (!instance.equals(event.instance()) || !types.contains(event.type())) {
            return false;
        }
        String chat = event.conversation();
        return chat == null || !Bridged.leavesAlone(chat, ignore);
    }
}
