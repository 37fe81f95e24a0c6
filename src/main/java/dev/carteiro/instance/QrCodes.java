package dev.carteiro.instance;

import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.ingest.FrontDoor;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/**
 * The code to pair an instance with: the one that came by itself, else one that is asked for. Evolution often answers that
 * there is none yet ({@code {"count":0}}), or that it failed with status 200; then it is asked again, and what came
 * meanwhile by itself counts.
 */
final class QrCodes {

    private static final int TRIES = 6;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final BiFunction<String, String, Flux<Instance>> known;
    private final FrontDoor door;
    private final Clock clock;
    private final Scheduler timer;
    private final Map<String, Mono<Pairing>> asked = new ConcurrentHashMap<>();

    /** {@code known} gives what is known of an instance of a source by now. */
    QrCodes(BiFunction<String, String, Flux<Instance>> known, FrontDoor door, Clock clock, Scheduler timer) {
        this.known = known;
        this.door = door;
        this.clock = clock;
        this.timer = timer;
    }

    /** Whom to ask, and for what. */
    record Question(
            EvolutionApi api,
            String source,
            String instance,
            @Nullable String number) {}

    /** Asks for as long as it makes sense, up to half a minute; whoever asks for the same meanwhile gets the same answer. */
    Mono<Pairing> ask(Question question) {
        return Mono.defer(() -> {
            String key = question.source() + "/" + question.instance() + "/" + question.number();
            return asked.computeIfAbsent(
                    key,
                    once -> ask(question, 1)
                            .timeout(LONGEST, Mono.fromSupplier(this::tooLate), timer)
                            .doFinally(signal -> asked.remove(once))
                            .cache());
        });
    }

    private Pairing tooLate() {
        return new Pairing.None(null, "The server has given no code within " + LONGEST.toSeconds() + " s.");
    }

    private Mono<Pairing> ask(Question question, int attempt) {
        return question.api().connect(question.instance(), question.number()).flatMap(reply -> switch (reply) {
            case Reply.Done done -> answered(question, done.body(), attempt);
            case Reply.Failed failed -> failed(question, failed, attempt);
        });
    }

    private Mono<Pairing> answered(Question question, JsonNode body, int attempt) {
        QrCode code = code(body.path("qrcode").isObject() ? body.path("qrcode") : body);
        if (code != null) {
            return door.take(question.source(), Envelopes.qrcode(question.instance(), code))
                    .thenReturn(new Pairing.Ready(code));
        }
        String state = body.path("instance").path("state").asString("");
        if (state.equals("open")) {
            // Not told as news: Evolution says so of dead ones as well, and the probe knows better.
            return Mono.just(new Pairing.None(
                    state, "The server says that the instance is connected; there is nothing to pair."));
        }
        return again(question, attempt, "The server has no code yet; ask again in a moment.");
    }

    private @Nullable QrCode code(JsonNode json) {
        QrCode code = new QrCode(text(json, "base64"), text(json, "code"), text(json, "pairingCode"), clock.instant());
        return code.image() == null && code.code() == null && code.pairingCode() == null ? null : code;
    }

    private static @Nullable String text(JsonNode json, String name) {
        String text = json.path(name).isString() ? json.path(name).asString("") : "";
        return text.isBlank() ? null : text;
    }

    private Mono<Pairing> failed(Question question, Reply.Failed failed, int attempt) {
        boolean passing = failed.fault() == Fault.BROKEN; // who cannot be reached is told to people at once
        return passing && attempt < TRIES
                ? again(question, attempt, failed.reason())
                : Mono.just(new Pairing.Failed(Failure.of(failed, question.source(), question.instance())));
    }

    private Mono<Pairing> again(Question question, int attempt, String reason) {
        if (attempt >= TRIES) {
            return Mono.just(new Pairing.None("connecting", reason));
        }
        return Mono.delay(Duration.ofSeconds(Math.min(attempt, 4)), timer)
                .then(known.apply(question.source(), question.instance()).next())
                .flatMap(instance -> instance.qrCode() == null
                        ? Mono.<Pairing>empty()
                        : Mono.just(new Pairing.Ready(instance.qrCode())))
                .switchIfEmpty(Mono.defer(() -> ask(question, attempt + 1)));
    }
}
