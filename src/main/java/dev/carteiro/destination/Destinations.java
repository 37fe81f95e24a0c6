package dev.carteiro.destination;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes destinations of the configuration and puts them in force; one whose settings did not change stays as it is. */
final class Destinations implements ConfigPart {

    private static final String PATH = "carteiro.destinations";

    private final Consumer<Collection<Destination>> deploy;
    private final DestinationMaker maker;
    private final List<Adapter> adapters;
    private volatile Map<String, Made> current = Map.of();

    /** {@code deploy} is given all destinations that are to be in force. */
    Destinations(Consumer<Collection<Destination>> deploy, DestinationMaker maker, List<Adapter> adapters) {
        this.deploy = deploy;
        this.maker = maker;
        this.adapters = List.copyOf(adapters);
    }

    private record Made(DestinationSettings settings, Destination destination) {}

    @Override
    public Runnable prepare(ConfigTree tree) {
        Map<String, Made> posting = new LinkedHashMap<>();
        Map<String, Destination> all = new LinkedHashMap<>();
        for (String name : tree.names(PATH)) {
            Destination destination = destination(tree, name, posting);
            if (destination != null) {
                all.put(name, destination);
            }
        }
        List<Runnable> commits = new ArrayList<>();
        for (Adapter adapter : adapters) {
            Adapter.Others others = adapter.others(tree);
            commits.add(others.inForce());
            others.destinations().forEach((name, destination) -> {
                if (all.putIfAbsent(name, destination) != null) {
                    tree.problem(PATH + "." + name, "has the name of one that a bridge makes; choose another");
                }
            });
        }
        return () -> {
            commits.forEach(Runnable::run);
            current = posting;
            deploy.accept(List.copyOf(all.values()));
        };
    }

    private @Nullable Destination destination(ConfigTree tree, String name, Map<String, Made> posting) {
        String path = PATH + "." + name;
        String type = tree.bind(path + ".type", String.class).orElse("http");
        for (Adapter adapter : adapters) {
            if (adapter.types().contains(type)) {
                return adapter.make(tree, path, name);
            }
        }
        Made made = tree.bind(path, DestinationSettings.class)
                .map(settings -> made(tree, name, settings))
                .orElse(null);
        if (made == null) {
            return null;
        }
        posting.put(name, made);
        return made.destination();
    }

    private @Nullable Made made(ConfigTree tree, String name, DestinationSettings settings) {
        Made old = current.get(name);
        if (old != null && old.settings().equals(settings)) {
            return old;
        }
        Destination destination = maker.make(tree, PATH + "." + name, name, settings);
        return destination == null ? null : new Made(settings, destination);
    }
}
