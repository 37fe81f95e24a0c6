package dev.carteiro.routing;

import dev.carteiro.config.Bridged;
import dev.carteiro.config.ConfigTree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The two routes that a bridge stands for, from WhatsApp to Chatwoot and back. */
final class BridgeRoutes {

    private static final Set<String> TO_CHATWOOT = Set.of(
            "message.received",
            "message.sent",
            "message.status",
            "message.edited",
            "message.deleted",
            "presence.changed",
            "contact.changed",
            "connection.changed",
            "qrcode.updated");

    private static final Set<String> TO_WHATSAPP =
            Set.of("message.sent", "message.edited", "message.deleted", "presence.changed", "conversation.changed");

    private final ConfigTree tree;
    private final Set<String> sources;

    BridgeRoutes(ConfigTree tree, Set<String> sources) {
        this.tree = tree;
        this.sources = sources;
    }

    List<Route> of(Bridged bridge) {
        Set<String> gateways = ofType("evolution");
        String source = bridge.source();
        if (source != null) {
            if (!gateways.contains(source)) {
                tree.problem(
                        Bridged.path(bridge.name()) + ".source",
                        "\"" + source + "\" is no source of type evolution (known: " + listed(gateways) + ")");
            }
            gateways = Set.of(source);
        }
        Set<String> inboxes = ofType("chatwoot");
        need(bridge, gateways, "evolution");
        need(bridge, inboxes, "chatwoot");
        return List.of(
                new Route(
                        "bridge " + bridge.name() + " to Chatwoot",
                        gateways,
                        new Scope(bridge.instance(), TO_CHATWOOT, bridge.ignore()),
                        null,
                        List.of(bridge.toChatwoot())),
                new Route(
                        "bridge " + bridge.name() + " to WhatsApp",
                        inboxes,
                        new Scope(bridge.instance(), TO_WHATSAPP, List.of()),
                        null,
                        List.of(bridge.toWhatsApp())));
    }

    private void need(Bridged bridge, Set<String> found, String type) {
        if (found.isEmpty()) {
            tree.problem(
                    Bridged.path(bridge.name()),
                    "hears nothing without a source of type " + type + "; add carteiro.sources." + type + ": { type: "
                            + type + " }");
        }
    }

    private Set<String> ofType(String type) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : sources) {
            String written = tree.bind("carteiro.sources." + name + ".type", String.class)
                    .orElse(name);
            if (written.equals(type)) {
                names.add(name);
            }
        }
        return names;
    }

    private static String listed(Set<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
