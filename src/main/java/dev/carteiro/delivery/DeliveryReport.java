package dev.carteiro.delivery;

import java.time.Instant;
import java.util.List;

/**
 * What is late and why.
 *
 * @param readAt when the database was asked how much waits; long ago only where it does not answer
 * @param destinations those that are configured, in that order, and then those that are not but still have deliveries
 */
public record DeliveryReport(Instant readAt, List<DestinationReport> destinations) {

    public DeliveryReport {
        destinations = List.copyOf(destinations);
    }
}
