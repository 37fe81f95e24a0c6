package dev.carteiro.bridge;

import dev.carteiro.delivery.Outcome;
import dev.carteiro.evolution.StoredQuery;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.source.Source;
import dev.carteiro.source.SourceType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The two sides of a bridge for its import, always as they are configured now: whoever mends them has it go on. */
final class ImportSides implements Archive, ImportWalk.Post {

    private final String instance;
    private final Tools tools;
    private final Pasts pasts;
    private volatile @Nullable Made made;

    ImportSides(String instance, Tools tools) {
        this.instance = instance;
        this.tools = tools;
        this.pasts = new Pasts(tools.door(), tools.clock(), instance);
    }

    /** What is the same for all bridges. */
    record Tools(BridgeReader reader, Senders.Real senders, FrontDoor door, ConfiguredSources sources, Clock clock) {}

    /** What was made of a plan, for as long as that is the same. */
    private record Made(Plan plan, Link link, Arrivals arrivals, SourceIds written) {}

    private Made made() {
        Plan plan = tools.reader().plans().get(instance);
        Made before = made;
        if (plan == null || plan.chatwoot() == null || plan.whatsapp() == null) {
            throw new StoppedException(Ends.barred("the instance has no bridge now"));
        }
        if (before != null && before.plan().equals(plan)) {
            return before;
        }
        Link link = tools.senders().link(plan);
        Made next = new Made(plan, link, new Arrivals(link, new People(link)), new SourceIds(link));
        made = next;
        return next;
    }

    @Override
    public Mono<Outcome> post(Past message, int spent) {
        return Mono.defer(() -> {
                    Made now = made();
                    return now.arrivals()
                            .past(
                                    message.delivery(
                                            now.plan().name(),
                                            spent,
                                            tools.clock().instant()),
                                    message.message(),
                                    now.written());
                })
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("no outcome")));
    }

    @Override
    public Mono<Page> page(Span span, int number) {
        return Mono.defer(() -> {
            Made now = made();
            return Ends.evolution(now.link().whatsapp().api().messages(instance, query(span, number)))
                    .map(body -> page(now.plan(), source(now.plan()), body.path("messages")));
        });
    }

    private static StoredQuery query(Span span, int number) {
        return StoredQuery.all(
                Instant.ofEpochSecond(span.from()), Instant.ofEpochSecond(span.until() - 1), number, SIZE);
    }

    /** Under which name the messages are read; the one that the bridge hears. */
    private String source(Plan plan) {
        String named = plan.options().source();
        if (named != null) {
            return named;
        }
        return tools.sources()
                .current()
                .ofType(SourceType.EVOLUTION)
                .map(Source::name)
                .orElseThrow(() -> new StoppedException(Ends.barred("there is no source of type evolution")));
    }

    private Page page(Plan plan, String source, JsonNode messages) {
        List<Kept> records = messages.path("records")
                .valueStream()
                .map(record -> new Kept(
                        StoredRecord.key(record),
                        StoredRecord.at(record),
                        pasts.of(source, record, plan.options().ignore())))
                .toList();
        return new Page(messages.path("total").asLong(0), records);
    }
}
