package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.delivery.Body;
import dev.carteiro.delivery.Intake;
import dev.carteiro.delivery.NotStorableException;
import dev.carteiro.delivery.Sequence;
import dev.carteiro.delivery.Submission;
import dev.carteiro.event.Fact;
import dev.carteiro.routing.Router;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.source.Decoded;
import dev.carteiro.source.Inbound;
import dev.carteiro.source.Rejection;
import dev.carteiro.source.Source;
import dev.carteiro.source.Sources;
import dev.carteiro.store.Cause;
import dev.carteiro.trace.Tracing;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes what arrives from its bytes to the log: verified, decoded, routed, committed. */
public final class FrontDoor {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);

    /** Chatwoot gives up after 5 s and never comes again; before that it must hear that we could not. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** A small machine writes more than this, in bytes for each millisecond. Only gateways send much; they wait for 30 s. */
    private static final int SLOWEST = 4 * 1024;

    /** To parse so many bytes takes milliseconds. */
    private static final int LARGE = 256 * 1024;

    private final ConfiguredSources sources;
    private final Router router;
    private final Intake intake;
    private final JsonBody json;
    private final Surroundings surroundings;
    private final AcceptanceLog accepted;

    FrontDoor(ConfiguredSources sources, Router router, Intake intake, JsonBody json, Surroundings surroundings) {
        this.sources = sources;
        this.router = router;
        this.intake = intake;
        this.json = json;
        this.surroundings = surroundings;
        accepted = new AcceptanceLog(surroundings.clock());
    }

    /** Where time comes from, who looks on, and who is told what the time was spent on, if anybody is. */
    record Surroundings(
            Clock clock, List<Witness> witnesses, @Nullable Tracing tracing) {

        Surroundings {
            witnesses = List.copyOf(witnesses);
        }
    }

    /** What {@code path} asks for; fails with a {@link RequestRefusedException} where no source answers to it. */
    Knock knock(String path) {
        Sources now = sources.current();
        return Knock.of(path, now)
                .orElseThrow(() ->
                        RequestRefusedException.noSource("No source answers to this path. There are /webhook, "
                                + String.join(
                                        ", ",
                                        now.all().stream()
                                                .map(source -> "/webhook/" + source.name())
                                                .toList())
                                + "."));
    }

    /** Emits when the events are committed. A large body is read beside the event loop, which others wait for. */
    Mono<Receipt> receive(Knock knock, Letter letter) {
        if (letter.body().length < LARGE) {
            return Mono.defer(() -> append(read(knock, letter), null, Tracing.Kind.SERVER));
        }
        AtomicReference<@Nullable Letter> once = new AtomicReference<>(letter); // whoever waits must not hold the body
        return Mono.defer(() ->
                        append(read(knock, Objects.requireNonNull(once.getAndSet(null))), null, Tracing.Kind.SERVER))
                .subscribeOn(Schedulers.parallel());
    }

    private Reading read(Knock knock, Letter letter) {
        Inbound inbound = letter.inbound(
                json.parse(letter.body()), knock, surroundings.clock().instant());
        Source source = knock.reader(sources.current(), inbound.json());
        Rejection rejection = source.verify(inbound);
        if (rejection != null) {
            throw RequestRefusedException.unauthorized(rejection.status(), rejection.detail());
        }
        return read(source, inbound, letter.traceparent());
    }

    /**
     * Reads a body that came to {@code source} over a connection of our own: what there is to prove was proved when that
     * was opened. Computes, and for long where the body is large; null where it will never be taken, which is logged.
     */
    public @Nullable Reading read(String source, byte[] body, Instant receivedAt) {
        try {
            Source reader = sources.current()
                    .named(source)
                    .orElseThrow(() -> RequestRefusedException.noSource("There is no source " + source + "."));
            return read(
                    reader,
                    new Inbound(
                            body,
                            json.parse(body),
                            name -> null,
                            name -> null,
                            null,
                            null,
                            InetAddress.getLoopbackAddress(),
                            receivedAt),
                    null);
        } catch (RequestRefusedException refused) {
            log.warn("event=event-refused source={} reason=\"{}\"", source, refused.getMessage());
            return null;
        }
    }

    /**
     * Appends what was read, behind all that was taken before it in the same sequence, and emits how many events of it were
     * new. Fails where it makes sense to try again; what the database will never take is logged and gone.
     */
    public Mono<Integer> take(Reading reading, @Nullable Sequence sequence) {
        return append(reading, sequence, Tracing.Kind.CONSUMER)
                .map(receipt -> (int) receipt.events().stream()
                        .filter(event -> !event.duplicate())
                        .count())
                .onErrorResume(NotStorableException.class, poison -> {
                    log.error(
                            "event=event-not-storable facts={} cause=\"{}\"",
                            reading.facts().size(),
                            Cause.of(poison));
                    return Mono.just(0);
                });
    }

    /** The same for one body that stands alone, read now; zero where it will never be taken. */
    public Mono<Integer> take(String source, byte[] body) {
        return Mono.fromCallable(() -> read(source, body, surroundings.clock().instant()))
                .flatMap(reading -> take(reading, null))
                .defaultIfEmpty(0);
    }

    private static Reading read(Source source, Inbound inbound, @Nullable String traceparent) {
        Decoded decoded = source.decode(inbound);
        return new Reading(
                decoded.facts(),
                decoded.body(),
                inbound.receivedAt(),
                inbound.json().isArray(),
                traceparent);
    }

    private Mono<Receipt> append(Reading reading, @Nullable Sequence sequence, Tracing.Kind kind) {
        Tracing tracing = surroundings.tracing();
        return tracing == null
                ? append(reading, sequence, reading.traceparent())
                : ReceiptSpan.around(tracing, kind, reading, traceparent -> append(reading, sequence, traceparent));
    }

    private Mono<Receipt> append(Reading reading, @Nullable Sequence sequence, @Nullable String traceparent) {
        return Mono.defer(() -> {
            List<List<String>> destinations =
                    reading.facts().stream().map(router::destinationsFor).toList();
            Submission submission = new Submission(
                    reading.facts(),
                    destinations,
                    new Body(reading.body()),
                    reading.receivedAt(),
                    traceparent,
                    sequence);
            boolean array = reading.array();
            Duration patience = patience(reading.body().length);
            // Nothing below takes more of the reading: whoever waits for the commit must not hold the body.
            return intake.append(submission, patience)
                    .delayUntil(events -> witnessed(submission.facts(), events))
                    .map(events -> accepted(submission, events, array));
        });
    }

    /** How long the commit of a body of so many bytes may take before its sender is told to come again. */
    static Duration patience(int bytes) {
        return PATIENCE.plusMillis(bytes / SLOWEST);
    }

    private Mono<Void> witnessed(List<Fact> facts, List<Appended> events) {
        return Flux.fromIterable(surroundings.witnesses())
                .concatMap(witness -> witness.committed(facts, events))
                .then();
    }

    private Receipt accepted(Submission submission, List<Appended> events, boolean array) {
        accepted.accepted(submission, events);
        return new Receipt(events, array);
    }

    /** What the sender is told. */
    record Receipt(List<Appended> events, boolean array) {

        Receipt {
            events = List.copyOf(events);
        }
    }
}
