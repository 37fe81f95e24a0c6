package dev.carteiro.destination;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes destinations of the configuration and puts them in force; one whose settings did not change stays as it is. */
final class Destinations implements ConfigPart {

    private static final String PATH = "carteiro.destinations";

    private static final String BRIDGES = "carteiro.bridges";

    private final Consumer<Collection<Destination>> deploy;
    private final DestinationMaker maker;
    private volatile Map<String, Made> current = Map.of();

    /** {@code deploy} is given all destinations that are to be in force. */
    Destinations(Consumer<Collection<Destination>> deploy, DestinationMaker maker) {
        this.deploy = deploy;
        this.maker = maker;
    }

    private record Made(DestinationSettings settings, Destination destination) {}

    @Override
    public Runnable prepare(ConfigTree tree) {
        Map<String, Made> next = new java.util.LinkedHashMap<>();
        tree.bindAll(PATH, DestinationSettings.class).forEach((name, settings) -> {
            Made made = made(tree, name, settings);
            if (made != null) {
                next.put(name, made);
            }
        });
        if (tree.has(BRIDGES)) {
            tree.problem(BRIDGES, "is not there yet in this version; it has destinations and routes");
        }
        return () -> {
            current = next;
            List<Destination> destinations = new ArrayList<>();
            next.values().forEach(made -> destinations.add(made.destination()));
            deploy.accept(destinations);
        };
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
