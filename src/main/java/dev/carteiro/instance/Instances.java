package dev.carteiro.instance;

import dev.carteiro.config.PublicUrl;
import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.Servers;
import dev.carteiro.instance.Failure.Kind;
import dev.carteiro.listener.Listeners;
import dev.carteiro.source.ConfiguredSources;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The WhatsApp instances, and what can be done with those that an Evolution server of ours runs. */
public final class Instances {

    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private final ConfiguredSources sources;
    private final InstanceTable table;
    private final QrCodes codes;
    private final Outside outside;
    private final InstanceMaker maker;

    Instances(ConfiguredSources sources, InstanceTable table, QrCodes codes, Outside outside) {
        this.sources = sources;
        this.table = table;
        this.codes = codes;
        this.outside = outside;
        maker = new InstanceMaker(sources, table, codes, outside);
    }

    /** Whom else this concerns. */
    record Outside(Servers servers, Listeners listeners, PublicUrl publicUrl) {}

    /** All, or those of a source, by name. */
    public Mono<List<Instance>> all(@Nullable String source) {
        return table.find(source, null).collectList();
    }

    /** The one with this name; a {@code source} has to be named where several have one. */
    public Mono<Result<Instance>> named(String name, @Nullable String source) {
        return table.find(source, name).collectList().map(found -> switch (found.size()) {
            case 0 ->
                failed(
                        Kind.UNKNOWN,
                        "There is no instance " + name + (source == null ? "." : " of source " + source + "."));
            case 1 -> new Result.Done<>(found.getFirst());
            default ->
                failed(
                        Kind.CONFLICT,
                        "Several sources have an instance " + name + "; add ?source= with one of "
                                + String.join(
                                        ", ",
                                        found.stream().map(Instance::source).toList()) + ".");
        });
    }

    /** The code to pair it with: the one that is good now, else one that its server is asked for. */
    public Mono<Pairing> pairing(Instance instance) {
        if (instance.isOpen()) {
            return Mono.just(new Pairing.None("open", "The instance is connected; there is nothing to pair."));
        }
        if (instance.qrCode() != null) {
            return Mono.just(new Pairing.Ready(instance.qrCode()));
        }
        return api(instance.source())
                .map(api -> codes.ask(new QrCodes.Question(api, instance.source(), instance.name(), null)))
                .orElseGet(() -> Mono.just(new Pairing.None(
                        instance.state(),
                        "No code has come from source " + instance.source()
                                + ", or the last one has expired; it sends the next one by itself.")));
    }

    /** Starts pairing; {@code number} asks for a code to be typed on that phone. */
    public Mono<Pairing> connect(Instance instance, @Nullable String number) {
        return api(instance.source())
                .map(api -> codes.ask(new QrCodes.Question(api, instance.source(), instance.name(), number)))
                .orElseGet(() -> Mono.just(new Pairing.Failed(notRunByUs(instance))));
    }

    /** Has its connection to WhatsApp opened anew. */
    public Mono<Result<Instance>> restart(Instance instance) {
        return asked(instance, "restarted", api -> restart(api, instance));
    }

    /** Evolution fails to restart what it knows to be closed; asked to connect, it begins that anew. */
    private static Mono<Reply> restart(EvolutionApi api, Instance instance) {
        return api.restart(instance.name())
                .flatMap(reply -> reply instanceof Reply.Failed failed
                                && failed.fault() == Reply.Fault.BROKEN
                                && "close".equals(instance.state())
                        ? api.connect(instance.name(), null)
                        : Mono.just(reply));
    }

    /** Unpairs the phone; the instance stays, to be paired again. */
    public Mono<Result<Instance>> logout(Instance instance) {
        return asked(instance, "logged-out", api -> api.logout(instance.name()));
    }

    /** Has it deleted where it runs, and forgets it; one that its server no longer has is only forgotten. */
    public Mono<Result<Instance>> delete(Instance instance) {
        InstanceId id = new InstanceId(instance.source(), instance.name());
        Mono<Void> forgotten = table.gone(id).then(outside.listeners().leave(id.source(), id.name()));
        if (api(instance.source()).isEmpty()) {
            return forgotten.thenReturn(new Result.Done<>(instance));
        }
        return asked(instance, "deleted", api -> api.delete(instance.name()))
                .flatMap(result -> result instanceof Result.Failed<Instance> failed
                                && failed.failure().kind() != Kind.UNKNOWN
                        ? Mono.just(result)
                        : forgotten.thenReturn(new Result.Done<>(instance)));
    }

    private Mono<Result<Instance>> asked(Instance instance, String done, Function<EvolutionApi, Mono<Reply>> call) {
        return api(instance.source())
                .map(api -> call.apply(api).<Result<Instance>>map(reply -> switch (reply) {
                    case Reply.Done all -> {
                        log.info("event=instance-{} source={} instance={}", done, instance.source(), instance.name());
                        yield new Result.Done<>(instance);
                    }
                    case Reply.Failed failed ->
                        new Result.Failed<>(Failure.of(failed, instance.source(), instance.name()));
                }))
                .orElseGet(() -> Mono.just(new Result.Failed<>(notRunByUs(instance))));
    }

    /** Makes one, has its events sent to us, listens to it, and begins to pair it. */
    public Mono<Result<Creation>> create(Creation.Wish wish) {
        return maker.make(wish);
    }

    private Optional<EvolutionApi> api(String source) {
        return sources.gateway(source)
                .filter(gateway -> gateway.apiKey() != null)
                .map(gateway -> outside.servers().api(gateway.url(), String.valueOf(gateway.apiKey())));
    }

    private static Failure notRunByUs(Instance instance) {
        return new Failure(
                Kind.REFUSED,
                "Nothing can be asked of what runs it: carteiro.sources." + instance.source()
                        + " has no Evolution server with url and api-key.");
    }

    private static <T> Result<T> failed(Kind kind, String reason) {
        return new Result.Failed<>(new Failure(kind, reason));
    }
}
