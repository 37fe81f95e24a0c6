package dev.carteiro.bridge;

import dev.carteiro.bridge.Inbox.Wanted;
import dev.carteiro.config.Bridged;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import dev.carteiro.delivery.Policy;
import dev.carteiro.delivery.Sender;
import dev.carteiro.destination.Adapter;
import dev.carteiro.destination.PolicySettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads bridges, and destinations of the types chatwoot and evolution that stand alone. */
final class BridgeReader implements Adapter {

    private static final String CHATWOOT = "chatwoot";
    private static final String EVOLUTION = "evolution";

    /** One for each destination of two readings, and more than that nobody has. */
    private static final int KEPT = 1_000;

    private final Senders senders;
    private final Map<Key, Destination> made = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Destination> eldest) {
            return size() > KEPT;
        }
    };
    private volatile Map<String, Plan> plans = Map.of();

    BridgeReader(Senders senders) {
        this.senders = senders;
    }

    private record Key(String name, Plan plan, Policy policy) {}

    @Override
    public Set<String> types() {
        return Set.of(CHATWOOT, EVOLUTION);
    }

    @Override
    public @Nullable Destination make(ConfigTree tree, String path, String name) {
        String type = tree.bind(path + ".type", String.class).orElse("");
        return type.equals(CHATWOOT) ? chatwoot(tree, path, name) : evolution(tree, path, name);
    }

    private @Nullable Destination chatwoot(ConfigTree tree, String path, String name) {
        ChatwootSettings.Alone alone =
                tree.bind(path, ChatwootSettings.Alone.class).orElse(null);
        if (alone == null || !oneByOne(tree, path, alone.policy())) {
            return null;
        }
        ChatwootSettings settings = alone.chatwoot();
        Plan plan = new Plan(name, alone.options().instance(), alone.options(), side(tree, settings, name), null);
        return toChatwoot(name, plan, settings);
    }

    private @Nullable Destination evolution(ConfigTree tree, String path, String name) {
        EvolutionSettings settings = tree.bind(path, EvolutionSettings.class).orElse(null);
        if (settings == null || !oneByOne(tree, path, settings.policy())) {
            return null;
        }
        Plan.Server server = new EvolutionFinder(tree).of(path, settings, null);
        return server == null
                ? null
                : toWhatsApp(name, new Plan(name, settings.instance(), Options.USUAL, null, server), settings);
    }

    @Override
    public Others others(ConfigTree tree) {
        Map<String, Destination> destinations = new LinkedHashMap<>();
        Map<String, Plan> read = new LinkedHashMap<>();
        for (Bridged bridge : Bridged.in(tree)) {
            String path = Bridged.path(bridge.name());
            BridgeSettings settings = tree.bind(path, BridgeSettings.class).orElse(null);
            Plan plan = settings == null ? null : plan(tree, bridge, settings);
            if (settings != null && plan != null && plan.whatsapp() != null) {
                read.put(bridge.instance(), plan);
                destinations.put(bridge.toChatwoot(), toChatwoot(bridge.toChatwoot(), plan, settings.chatwoot()));
                destinations.put(
                        bridge.toWhatsApp(),
                        toWhatsApp(bridge.toWhatsApp(), plan, plan.whatsapp().settings()));
            }
        }
        return new Others(destinations, () -> plans = Map.copyOf(read));
    }

    /** The bridges that are in force, by their instances. */
    Map<String, Plan> plans() {
        return plans;
    }

    private @Nullable Plan plan(ConfigTree tree, Bridged bridge, BridgeSettings settings) {
        String path = Bridged.path(bridge.name());
        EvolutionSettings own = settings.evolution();
        boolean oneByOne =
                oneByOne(tree, path + ".chatwoot", settings.chatwoot().policy())
                        && oneByOne(tree, path + ".evolution", own.policy());
        Plan.Server server = new EvolutionFinder(tree).of(path + ".evolution", own, bridge.source());
        return server == null || !oneByOne
                ? null
                : new Plan(
                        bridge.name(),
                        bridge.instance(),
                        settings.options(),
                        side(tree, settings.chatwoot(), bridge.instance()),
                        server);
    }

    private static boolean oneByOne(ConfigTree tree, String path, PolicySettings policy) {
        if (policy.debounce() != null) {
            tree.problem(path + ".debounce", "cannot be here: a conversation's messages are delivered one by one");
            return false;
        }
        if (policy.order() == PolicySettings.Order.CONVERSATION) {
            return true;
        }
        tree.problem(path + ".order", "cannot be none here: a conversation would get its messages in any order");
        return false;
    }

    private static Plan.Side side(ConfigTree tree, ChatwootSettings settings, String instance) {
        ChatwootSettings.Place place = settings.place();
        String inbox = place.inbox() == null ? instance : place.inbox();
        return new Plan.Side(
                settings,
                new Wanted(
                        place.url().toString().replaceFirst("/+$", "") + " " + place.account() + " " + inbox,
                        inbox,
                        place.autoCreate(),
                        WebhookUrl.of(tree, instance),
                        instance));
    }

    private Destination toChatwoot(String name, Plan plan, ChatwootSettings settings) {
        return kept(
                name,
                plan,
                settings.policy().policy(ChatwootSettings.TIMEOUT),
                settings.place().url(),
                () -> senders.toChatwoot(plan));
    }

    private Destination toWhatsApp(String name, Plan plan, EvolutionSettings settings) {
        Policy policy = settings.policy().policy(EvolutionSettings.TIMEOUT);
        URI url = plan.whatsapp() == null ? URI.create("") : plan.whatsapp().url();
        return kept(
                name,
                plan,
                policy,
                url,
                () -> senders.toWhatsApp(plan, policy.retry().schedule().size() + 1));
    }

    private Destination kept(String name, Plan plan, Policy policy, URI url, Supplier<Sender> sender) {
        synchronized (made) {
            return made.computeIfAbsent(
                    new Key(name, plan, policy),
                    key -> new Destination(name, url.toString(), policy, false, sender.get()));
        }
    }
}
