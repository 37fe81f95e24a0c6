package dev.carteiro.console;

import dev.carteiro.event.Envelope;
import dev.carteiro.eventlog.EventFilter;
import dev.carteiro.instance.Instance;
import dev.carteiro.instance.Instances;
import dev.carteiro.instance.Pairing;
import dev.carteiro.stream.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The instances for those who begin to listen: as {@code /api/instances} has them, with their codes. */
final class InstanceSnapshot implements Snapshot {

    private final Instances instances;
    private final Scheduler pictures;

    /** {@code pictures} is where codes are drawn. */
    InstanceSnapshot(Instances instances, Scheduler pictures) {
        this.instances = instances;
        this.pictures = pictures;
    }

    @Override
    public Mono<Map<String, @Nullable Object>> of(EventFilter filter) {
        return instances
                .all(null)
                .flatMap(all -> Mono.fromCallable(() -> shown(all, filter)).subscribeOn(pictures));
    }

    private static Map<String, @Nullable Object> shown(List<Instance> all, EventFilter filter) {
        return Map.of(
                "instances",
                all.stream()
                        .filter(instance -> admits(filter, instance, "connection.changed"))
                        .map(instance -> shown(instance, admits(filter, instance, "qrcode.updated")))
                        .toList());
    }

    private static Map<String, @Nullable Object> shown(Instance instance, boolean withCode) {
        Map<String, @Nullable Object> json = InstanceJson.of(instance);
        json.put(
                "qr",
                withCode && instance.qrCode() != null ? InstanceJson.of(new Pairing.Ready(instance.qrCode())) : null);
        return json;
    }

    /** Whether an event of that type would be shown. */
    private static boolean admits(EventFilter filter, Instance instance, String type) {
        return filter.admits(
                new Envelope(0, instance.source(), type, instance.name(), null, Instant.EPOCH, Instant.EPOCH));
    }
}
