package dev.carteiro.instance;

import dev.carteiro.delivery.Appended;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.ingest.Witness;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.source.Source;
import dev.carteiro.source.SourceType;
import dev.carteiro.store.Cause;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Learns of instances from what WhatsApp gateways tell, whichever they are and however it comes. */
final class InstanceWitness implements Witness {

    private static final Logger log = LoggerFactory.getLogger(InstanceWitness.class);

    private static final Set<SourceType> GATEWAYS =
            Set.of(SourceType.EVOLUTION, SourceType.W_API, SourceType.CHAT_WHATSAPP);

    private final ConfiguredSources sources;
    private final InstanceTable table;
    private final Heartbeats heartbeats;

    InstanceWitness(ConfiguredSources sources, InstanceTable table, Heartbeats heartbeats) {
        this.sources = sources;
        this.table = table;
        this.heartbeats = heartbeats;
    }

    @Override
    public Mono<Void> committed(List<Fact> facts, List<Appended> events) {
        if (facts.size() == 1) {
            return Mono.defer(() -> committed(facts.getFirst(), events.getFirst()));
        }
        return Flux.range(0, facts.size())
                .concatMap(i -> committed(facts.get(i), events.get(i)))
                .then();
    }

    private Mono<Void> committed(Fact fact, Appended event) {
        InstanceId id = id(fact);
        if (id == null) {
            return Mono.empty();
        }
        if (!isOurs(fact)) {
            heartbeats.heard(id, fact.time());
        }
        return learned(id, fact, event).onErrorResume(DataIntegrityViolationException.class, poison -> {
            log.error("event=instance-not-storable source={} cause=\"{}\"", id.source(), Cause.of(poison));
            return Mono.empty(); // or its sender would send it for ever
        });
    }

    private Mono<Void> learned(InstanceId id, Fact fact, Appended event) {
        return switch (fact.data()) {
            case Event.ConnectionChanged change ->
                "remove.instance".equals(change.reason())
                        ? table.gone(id)
                        : table.changed(id, change, event.position());
            case Event.QrcodeUpdated code -> table.changed(id, code, event.position());
            case Event other -> Mono.empty();
        };
    }

    /** What the probe says is no sign of life. */
    private static boolean isOurs(Fact fact) {
        return fact.data() instanceof Event.ConnectionChanged change
                && change.reason() != null
                && change.reason().startsWith(Probe.SAYS);
    }

    /** A gateway that runs one instance may not name it; then it is called like its source. */
    private @Nullable InstanceId id(Fact fact) {
        boolean gateway = sources.current()
                .named(fact.source())
                .map(Source::type)
                .filter(GATEWAYS::contains)
                .isPresent();
        if (!gateway) {
            return null;
        }
        return new InstanceId(fact.source(), fact.instance() == null ? fact.source() : fact.instance());
    }
}
