package dev.carteiro.destination;

import dev.carteiro.config.ConfigPart;
import java.time.Clock;
import java.util.List;

/** Reads destinations for those who only want to know whether they can be read. */
public final class DestinationCheck {

    private DestinationCheck() {}

    /** A part that has nothing which would deliver to what it reads. */
    public static ConfigPart part(List<Adapter> adapters) {
        return new Destinations(
                destinations -> {}, new DestinationMaker(HttpClients.idle(), Clock.systemUTC()), adapters);
    }
}
