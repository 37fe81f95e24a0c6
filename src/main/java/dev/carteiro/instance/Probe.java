package dev.carteiro.instance;

import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.source.Gateway;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Asks one server how its instances are, and tells what nobody has told: a state that changed unheard, and one that is open
 * in name only. Of an instance that has been silent for long WhatsApp itself is asked something; Evolution calls many open that
 * cannot do that (evolution-api#2403, #2443, #1557).
 */
final class Probe {

    /** What a {@code connection.changed} of ours has as the beginning of its reason. */
    static final String SAYS = "probe: ";

    private static final String SILENT = SAYS + "no sign of life";

    private static final Logger log = LoggerFactory.getLogger(Probe.class);

    /** One failure may be a time-out of a busy server. */
    private static final int STRIKES = 2;

    private static final int AT_ONCE = 4;

    private static final Pattern DEAD = Pattern.compile("connection closed|timed out", Pattern.CASE_INSENSITIVE);

    private final Gateway gateway;
    private final EvolutionApi api;
    private final InstanceTable table;
    private final FrontDoor door;
    private final Clock clock;
    private final Map<String, Integer> strikes = new ConcurrentHashMap<>();
    private final Map<String, Instant> signs = new ConcurrentHashMap<>();
    private volatile @Nullable String complaint;

    Probe(Gateway gateway, EvolutionApi api, InstanceTable table, FrontDoor door, Clock clock) {
        this.gateway = gateway;
        this.api = api;
        this.table = table;
        this.door = door;
        this.clock = clock;
    }

    /** One round over all instances. */
    Mono<Void> round() {
        return api.instances().flatMap(reply -> switch (reply) {
            case Reply.Done done
            when done.body().isArray() -> round(done.body().valueStream().toList());
            case Reply.Done odd -> Mono.fromRunnable(() -> complain("the list of instances is no list"));
            case Reply.Failed failed -> Mono.fromRunnable(() -> complain(failed.reason()));
        });
    }

    /** Once for each new reason: the stream and its health say the same, louder. */
    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            log.warn("event=probe-failed source={} reason=\"{}\"", gateway.source(), reason);
        }
    }

    private Mono<Void> round(List<JsonNode> rows) {
        complaint = null;
        Map<String, Row> found = rows.stream()
                .map(Row::of)
                .filter(row -> !row.name().isEmpty())
                .collect(Collectors.toMap(Row::name, Function.identity(), (one, other) -> one));
        strikes.keySet().retainAll(found.keySet());
        signs.keySet().retainAll(found.keySet());
        return Flux.fromIterable(found.values())
                .concatMap(row -> table.found(
                        new InstanceId(gateway.source(), row.name()), row.state(), row.number(), row.profileName()))
                .then(table.only(gateway.source(), found.keySet()))
                .thenMany(table.find(gateway.source(), null))
                .filter(instance -> found.containsKey(instance.name()))
                .flatMap(instance -> look(instance, found.get(instance.name())), AT_ONCE)
                .then();
    }

    /** A row of fetchInstances. */
    private record Row(
            String name,
            @Nullable String state,
            @Nullable String number,
            @Nullable String profileName,
            boolean baileys) {

        static Row of(JsonNode json) {
            String owner = json.path("ownerJid").asString("");
            String digits = owner.contains("@s.whatsapp.net") ? owner.replaceFirst("[:@].*", "") : "";
            return new Row(
                    json.path("name").asString(""),
                    known(json.path("connectionStatus").asString("")),
                    digits.isEmpty() ? null : "+" + digits,
                    json.path("profileName").isString()
                            ? json.path("profileName").asString("")
                            : null,
                    json.path("integration").asString("WHATSAPP-BAILEYS").equals("WHATSAPP-BAILEYS"));
        }
    }

    private static @Nullable String known(String state) {
        return switch (state) {
            case "open", "connecting", "close" -> state;
            default -> null;
        };
    }

    private Mono<Void> look(Instance instance, @Nullable Row row) {
        return api.connectionState(instance.name()).flatMap(reply -> switch (reply) {
            case Reply.Done done ->
                compare(instance, done.body().path("instance").path("state").asString(""), row);
            case Reply.Failed failed ->
                Mono.fromRunnable(() -> log.debug(
                        "event=state-unknown source={} instance={} reason=\"{}\"",
                        gateway.source(),
                        instance.name(),
                        failed.reason()));
        });
    }

    /** No state at all means that the server has the instance on record and does not run it. */
    private Mono<Void> compare(Instance instance, String told, @Nullable Row row) {
        String state = told.isEmpty() ? "close" : known(told);
        if (state == null) {
            return Mono.empty();
        }
        boolean markedSilent = instance.reason() != null && instance.reason().startsWith(SILENT);
        if (state.equals("open") && (instance.isOpen() ? isSilent(instance) : markedSilent)) {
            return askForASign(instance, row, markedSilent);
        }
        strikes.remove(instance.name());
        boolean same = state.equals(instance.state()) || (state.equals("close") && "refused".equals(instance.state()));
        return same
                ? Mono.empty()
                : tell(instance, state, SAYS + (told.isEmpty() ? "not running" : "the server says so"));
    }

    private boolean isSilent(Instance instance) {
        Instant earliest = clock.instant().minus(gateway.probe().silentAfter());
        return Stream.of(
                        Optional.ofNullable(instance.lastEventAt()),
                        Optional.ofNullable(instance.stateAt()),
                        Optional.ofNullable(signs.get(instance.name())))
                .flatMap(Optional::stream)
                .noneMatch(earliest::isBefore);
    }

    private Mono<Void> askForASign(Instance instance, @Nullable Row row, boolean markedSilent) {
        String number = instance.number() != null ? instance.number() : row == null ? null : row.number();
        if (number == null || row == null || !row.baileys()) {
            return Mono.empty(); // the Cloud API knows no such question; without a number it was never open before us
        }
        return api.whatsappNumber(instance.name(), nobody(number)).flatMap(reply -> switch (reply) {
            case Reply.Done alive -> alive(instance, markedSilent);
            case Reply.Failed failed -> silent(instance, failed, markedSilent);
        });
    }

    /**
     * A number that is nobody's. Evolution remembers for days who is on WhatsApp and would answer for a real one without
     * asking; 15 digits are as many as a number can have, and too many for those that it rewrites.
     */
    private static String nobody(String number) {
        String digits = number.substring(1);
        return digits + "0".repeat(Math.max(1, 15 - digits.length()));
    }

    private Mono<Void> alive(Instance instance, boolean markedSilent) {
        strikes.remove(instance.name());
        signs.put(instance.name(), clock.instant());
        return markedSilent ? tell(instance, "open", SAYS + "alive again") : Mono.empty();
    }

    /** What has no connection says so, or nothing at all, a moment after its state was told; all else is not its fault. */
    private Mono<Void> silent(Instance instance, Reply.Failed failed, boolean markedSilent) {
        boolean dead = failed.fault() == Fault.UNREACHABLE
                || failed.fault() == Fault.UNANSWERED
                || DEAD.matcher(failed.reason()).find();
        if (!dead || markedSilent || strikes.merge(instance.name(), 1, Integer::sum) < STRIKES) {
            return Mono.empty();
        }
        log.error(
                "event=instance-silent source={} instance={} reason=\"{}\": open in name only; restart it",
                gateway.source(),
                instance.name(),
                failed.reason());
        return tell(instance, "close", SILENT + " (" + failed.reason() + ")");
    }

    private Mono<Void> tell(Instance instance, String state, String reason) {
        byte[] envelope = Envelopes.connection(instance.name(), state, reason, clock.instant());
        // While the server was asked, it may have told something newer by itself.
        return table.find(gateway.source(), instance.name())
                .next()
                .filter(now -> Objects.equals(now.state(), instance.state())
                        && Objects.equals(now.stateAt(), instance.stateAt()))
                .flatMap(same -> door.take(gateway.source(), envelope))
                .then();
    }
}
