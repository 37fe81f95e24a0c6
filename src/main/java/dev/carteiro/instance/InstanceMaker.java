package dev.carteiro.instance;

import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Reply;
import dev.carteiro.instance.Failure.Kind;
import dev.carteiro.instance.Instances.Outside;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.source.Gateway;
import dev.carteiro.source.SourceSettings.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.NullNode;

/** Makes an instance on an Evolution server so that nothing of it goes unheard: its events are directed to us first. */
final class InstanceMaker {

    private static final Logger log = LoggerFactory.getLogger(InstanceMaker.class);

    private static final String BAILEYS = "WHATSAPP-BAILEYS";

    private final ConfiguredSources sources;
    private final InstanceTable table;
    private final QrCodes codes;
    private final Outside outside;

    InstanceMaker(ConfiguredSources sources, InstanceTable table, QrCodes codes, Outside outside) {
        this.sources = sources;
        this.table = table;
        this.codes = codes;
        this.outside = outside;
    }

    /** One that is being made. */
    private record Making(
            Gateway gateway, String name, @Nullable String number, EvolutionApi api, Subscription subscription) {

        String source() {
            return gateway.source();
        }
    }

    Mono<Result<Creation>> make(Creation.Wish wish) {
        return switch (gateway(wish.source())) {
            case Result.Done<Gateway> done -> make(done.value(), wish);
            case Result.Failed<Gateway> failed -> Mono.just(new Result.Failed<>(failed.failure()));
        };
    }

    private Mono<Result<Creation>> make(Gateway gateway, Creation.Wish wish) {
        EvolutionApi api = outside.servers().api(gateway.url(), String.valueOf(gateway.apiKey()));
        Subscription subscription =
                new Subscription(api, gateway, outside.publicUrl().current());
        if (subscription.url() == null && !gateway.streams()) {
            return Mono.just(failed(
                    Kind.REFUSED,
                    "Nothing would be heard of it: set carteiro.public-url, so that its webhook can be set to us, or"
                            + " carteiro.sources." + gateway.source() + ".stream."));
        }
        Map<String, Object> settings = new LinkedHashMap<>(wish.settings());
        settings.put("instanceName", wish.name());
        settings.putIfAbsent("integration", BAILEYS);
        settings.put("qrcode", false); // the first code would come before anybody listens
        Making making = new Making(gateway, wish.name(), number(settings), api, subscription);
        return api.create(settings).flatMap(reply -> switch (reply) {
            case Reply.Done done -> made(making);
            case Reply.Failed failed ->
                Mono.just(new Result.Failed<>(Failure.of(failed, gateway.source(), wish.name())));
        });
    }

    /** The phone that is to show a code to be typed; for the Cloud API a number means something else. */
    private static @Nullable String number(Map<String, Object> settings) {
        return BAILEYS.equals(settings.get("integration")) && settings.get("number") instanceof String number
                ? number.replaceAll("\\D", "")
                : null;
    }

    private Mono<Result<Creation>> made(Making making) {
        List<String> notes = new ArrayList<>();
        Mono<Reply> webhook = nothingToDo();
        if (making.subscription().url() == null) {
            notes.add("Its events come over the stream only: carteiro.public-url is not set, so no webhook was.");
        } else {
            webhook = making.subscription().webhook(making.name());
        }
        Mono<Reply> websocket =
                making.gateway().stream().mode() == Stream.Mode.INSTANCES ? websocket(making, notes) : nothingToDo();
        return webhook.flatMap(set -> set instanceof Reply.Failed ? Mono.just(set) : websocket)
                .flatMap(set -> switch (set) {
                    case Reply.Failed failed -> undone(making, failed);
                    case Reply.Done done -> begun(making, notes);
                });
    }

    private static Mono<Reply> nothingToDo() {
        return Mono.just(new Reply.Done(NullNode.getInstance()));
    }

    private Mono<Reply> websocket(Making making, List<String> notes) {
        return making.subscription()
                .websocket(making.name())
                .doOnNext(reply -> {
                    if (reply instanceof Reply.Done done && done.body().isMissingNode()) {
                        notes.add("Evolution has no stream for it: there WEBSOCKET_ENABLED is not true.");
                    }
                })
                .delayUntil(reply -> outside.listeners().listenTo(making.source(), making.name()));
    }

    /** An instance that nobody hears of would be worse than none. */
    private Mono<Result<Creation>> undone(Making making, Reply.Failed failed) {
        Failure failure = Failure.of(failed, making.source(), making.name());
        log.warn(
                "event=instance-not-subscribed source={} instance={} reason=\"{}\"",
                making.source(),
                making.name(),
                failed.reason());
        return making.api()
                .delete(making.name())
                .then(outside.listeners().leave(making.source(), making.name()))
                .thenReturn(new Result.Failed<>(new Failure(
                        failure.kind() == Kind.UNKNOWN ? Kind.BROKEN : failure.kind(),
                        "Its events could not be directed to us, so it was deleted again. " + failure.reason())));
    }

    private Mono<Result<Creation>> begun(Making making, List<String> notes) {
        log.info("event=instance-created source={} instance={}", making.source(), making.name());
        InstanceId id = new InstanceId(making.source(), making.name());
        return table.found(id, "connecting", null, null)
                .then(codes.ask(new QrCodes.Question(making.api(), making.source(), making.name(), making.number())))
                .flatMap(pairing -> table.find(making.source(), id.name())
                        .next()
                        .map(instance -> new Result.Done<>(new Creation(instance, pairing, notes))));
    }

    private Result<Gateway> gateway(String source) {
        List<Gateway> able = sources.knownGateways().stream()
                .filter(gateway -> gateway.apiKey() != null)
                .filter(gateway -> source.isEmpty() || gateway.source().equals(source))
                .toList();
        if (able.size() == 1) {
            return new Result.Done<>(able.getFirst());
        }
        if (!able.isEmpty()) {
            return failed(
                    Kind.CONFLICT,
                    "Several servers could run it; name one of these sources: "
                            + String.join(
                                    ", ", able.stream().map(Gateway::source).toList()) + ".");
        }
        return source.isEmpty()
                ? failed(
                        Kind.REFUSED,
                        "No source has an Evolution server that could run it: set url and api-key of one.")
                : failed(
                        Kind.UNKNOWN,
                        "Source " + source + " has no Evolution server that could run it: there it needs url and"
                                + " api-key.");
    }

    private static <T> Result<T> failed(Kind kind, String reason) {
        return new Result.Failed<>(new Failure(kind, reason));
    }
}
