package dev.carteiro.bridge;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.bridge.HearingChecks.Ears;
import dev.carteiro.bridge.Inbox.Known;
import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.config.PublicUrl;
import dev.carteiro.delivery.DeliveryWatch;
import dev.carteiro.delivery.DestinationReport;
import dev.carteiro.evolution.Reply;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.source.Demand;
import dev.carteiro.source.Gateway;
import dev.carteiro.source.SourceType;
import dev.carteiro.store.Cause;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Asks both ends of a bridge, all at once, what the checks have to know; whoever does not answer in time keeps up nobody. */
final class Examination {

    private static final Logger log = LoggerFactory.getLogger(Examination.class);
    private static final String SILENT = "There was no answer within " + Doctor.PATIENCE.toSeconds() + " s.";

    private final Senders.Real senders;
    private final Ourselves ourselves;
    private final Clock clock;

    Examination(Senders.Real senders, Ourselves ourselves, Clock clock) {
        this.senders = senders;
        this.ourselves = ourselves;
        this.clock = clock;
    }

    /** What of our own has a part in it. */
    record Ourselves(ConfiguredSources sources, PublicUrl publicUrl, DeliveryWatch deliveries) {

        @Nullable Demand demand() {
            return sources.demand(SourceType.CHATWOOT).orElse(null);
        }

        List<Gateway> gateways(@Nullable String source) {
            return sources.knownGateways().stream()
                    .filter(gateway -> source == null || source.equals(gateway.source()))
                    .toList();
        }
    }

    /** What Chatwoot says of its inboxes, and which of them is meant. */
    private record Inboxes(
            ChatwootReply reply,
            @Nullable Known known,
            @Nullable JsonNode inbox) {

        long id() {
            return inbox == null ? 0 : inbox.path("id").asLong(0);
        }

        String url() {
            return inbox == null ? "" : inbox.path("webhook_url").asString("");
        }
    }

    Flux<Finding> of(Plan plan) {
        Link link = senders.link(plan);
        Plan.Side chatwoot = plan.chatwoot();
        Plan.Server whatsapp = plan.whatsapp();
        return Flux.mergeSequential(List.of(
                chatwoot == null ? Flux.empty() : chatwoot(plan, chatwoot, link.chatwoot()),
                whatsapp == null ? Flux.empty() : whatsapp(plan, whatsapp, link.whatsapp()),
                Mono.fromSupplier(() -> DeliveryChecks.of(ways(plan)))));
    }

    private Flux<Finding> chatwoot(Plan plan, Plan.Side side, Link.Chatwoot chatwoot) {
        ChatwootApi api = chatwoot.api();
        Inbox.Wanted wanted = side.inbox();
        Mono<Inboxes> inboxes = inboxes(plan, wanted, api).cache();
        Demand demand = ourselves.demand();
        return Flux.mergeSequential(List.of(
                limited(
                        ChatwootChecks.TOKEN,
                        api.profile(),
                        profile -> ChatwootChecks.of(profile, side.settings().place())),
                limited("inbox", inboxes, seen -> InboxChecks.of(seen.reply(), seen.known(), seen.inbox(), wanted)),
                limited(DoorChecks.SECRET, inboxes, seen -> secret(seen, demand)),
                limited(
                        DoorChecks.TWICE,
                        inboxes.zipWith(api.webhooks()),
                        both -> List.of(
                                DoorChecks.twice(both.getT2(), both.getT1().url(), wanted.webhookUrl(), demand))),
                limited(
                        Unheard.CHECK,
                        inboxes.filter(seen -> seen.inbox() != null).flatMap(seen -> api.conversations(seen.id(), 1)),
                        conversations -> List.of(Unheard.of(conversations, clock.instant())))));
    }

    private static List<Finding> secret(Inboxes seen, @Nullable Demand demand) {
        return seen.inbox() == null ? List.of() : List.of(DoorChecks.secret(seen.inbox(), demand));
    }

    private Mono<Inboxes> inboxes(Plan plan, Inbox.Wanted wanted, ChatwootApi api) {
        Mono<Optional<Known>> known = new InboxTable(senders.database(), plan.name())
                .find(wanted.place())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
        return Mono.zip(api.inboxes(), known).map(both -> {
            Known kept = both.getT2().orElse(null);
            return new Inboxes(both.getT1(), kept, InboxChecks.find(both.getT1(), kept, wanted));
        });
    }

    private Flux<Finding> whatsapp(Plan plan, Plan.Server server, Link.WhatsApp whatsapp) {
        String instance = plan.instance() == null ? plan.name() : plan.instance();
        Ears ears = new Ears(
                ourselves.gateways(plan.options().source()),
                ourselves.publicUrl().current());
        return Flux.mergeSequential(List.of(
                limited(
                        EvolutionChecks.KEY,
                        whatsapp.api().instances(),
                        reply -> List.of(EvolutionChecks.key(
                                reply, Shown.url(server.url().toString())))),
                limited(
                        EvolutionChecks.INSTANCE,
                        whatsapp.api().connectionState(instance),
                        reply -> List.of(EvolutionChecks.instance(reply, instance))),
                limited(
                        EvolutionChecks.OWN_BRIDGE,
                        whatsapp.messenger().chatwoot(instance),
                        reply -> List.of(EvolutionChecks.ownBridge(reply, instance))),
                limited(
                        HearingChecks.CHECK,
                        whatsapp.api().webhook(instance),
                        (Reply reply) -> List.of(HearingChecks.of(reply, ears, instance)))));
    }

    private List<DestinationReport> ways(Plan plan) {
        return Stream.of(plan.name() + "-chatwoot", plan.name() + "-whatsapp")
                .flatMap(name -> ourselves.deliveries().configured(name).stream())
                .toList();
    }

    private static <T> Flux<Finding> limited(String check, Mono<T> answer, Function<T, List<Finding>> findings) {
        return answer.timeout(Doctor.PATIENCE)
                .flatMapIterable(findings)
                .onErrorResume(TimeoutException.class, late -> Mono.just(Finding.unknown(check, SILENT)))
                .onErrorResume(Exception.class, failure -> {
                    log.warn("event=check-failed check={} cause=\"{}\"", check, Cause.of(failure));
                    return Mono.just(Finding.unknown(check, "It could not be looked at; the log has the cause."));
                });
    }
}
