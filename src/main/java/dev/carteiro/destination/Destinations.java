package dev.carteiro.destination;

import dev.carteiro.config.ConfigPart;
import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import reactor.netty.http.client.HttpClient;

/** Makes destinations of the configuration and puts them in force; one whose settings did not change stays as it is. */
final class Destinations implements ConfigPart {

    private static final String PATH = "carteiro.destinations";

    private static final String BRIDGES = "carteiro.bridges";

    private final Consumer<Collection<Destination>> deploy;
    private final HttpClient http;
    private final Clock clock;
    private volatile Map<String, Made> current = Map.of();

    /** {@code deploy} is given all destinations that are to be in force. */
    Destinations(Consumer<Collection<Destination>> deploy, HttpClient http, Clock clock) {
        this.deploy = deploy;
        this.http = http;
        this.clock = clock;
    }

    private record Made(DestinationSettings settings, Destination destination) {}

    @Override
    public Runnable prepare(ConfigTree tree) {
        Map<String, Made> next = new java.util.LinkedHashMap<>();
        tree.bindAll(PATH, DestinationSettings.class).forEach((name, settings) -> {
            try {
                next.put(name, made(name, settings));
            } catch (IllegalArgumentException e) {
                tree.problem(PATH + "." + name, String.valueOf(e.getMessage()));
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

    private Made made(String name, DestinationSettings settings) {
        Made old = current.get(name);
        if (old != null && old.settings().equals(settings)) {
            return old;
        }
        boolean once = settings.format() == DestinationSettings.Format.RAW;
        HttpSender sender = new HttpSender(http, settings, clock);
        return new Made(
                settings,
                new Destination(
                        name, settings.url().toString(), settings.policy().policy(), once, sender));
    }
}
