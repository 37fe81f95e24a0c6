package dev.carteiro.ingest;

import dev.carteiro.delivery.Appended;
import dev.carteiro.delivery.Body;
import dev.carteiro.delivery.Intake;
import dev.carteiro.delivery.Submission;
import dev.carteiro.event.Fact;
import dev.carteiro.routing.Router;
import dev.carteiro.source.ConfiguredSources;
import dev.carteiro.source.Decoded;
import dev.carteiro.source.Inbound;
import dev.carteiro.source.Rejection;
import dev.carteiro.source.Source;
import dev.carteiro.source.Sources;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Takes one request from its bytes to the log: verified, decoded, routed, committed. */
final class FrontDoor {

    private static final Logger log = LoggerFactory.getLogger(FrontDoor.class);

    /** Chatwoot gives up after 5 s and never comes again; before that it must hear that we could not. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final ConfiguredSources sources;
    private final Router router;
    private final Intake intake;
    private final JsonBody json;
    private final Clock clock;

    FrontDoor(ConfiguredSources sources, Router router, Intake intake, JsonBody json, Clock clock) {
        this.sources = sources;
        this.router = router;
        this.intake = intake;
        this.json = json;
        this.clock = clock;
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

    /** Emits when the events are committed. */
    Mono<Receipt> receive(Knock knock, Letter letter) {
        return Mono.defer(() -> {
            Inbound inbound = letter.inbound(json.parse(letter.body()), knock, clock.instant());
            Source source = knock.reader(sources.current(), inbound.json());
            Rejection rejection = source.verify(inbound);
            if (rejection != null) {
                return Mono.error(RequestRefusedException.unauthorized(rejection.status(), rejection.detail()));
            }
            Decoded decoded = source.decode(inbound);
            List<List<String>> destinations =
                    decoded.facts().stream().map(router::destinationsFor).toList();
            Submission submission =
                    new Submission(decoded.facts(), destinations, new Body(decoded.body()), inbound.receivedAt());
            boolean array = inbound.json().isArray(); // and nothing more of it: the body as received may go now
            return intake.append(submission, PATIENCE).map(events -> accepted(submission, events, array));
        });
    }

    private static Receipt accepted(Submission submission, List<Appended> events, boolean array) {
        for (int i = 0; i < events.size(); i++) {
            Fact fact = submission.facts().get(i);
            log.info(
                    "event={} id={} source={} type={} instance={} destinations={}",
                    events.get(i).duplicate() ? "duplicate" : "accepted",
                    events.get(i).position(),
                    fact.source(),
                    fact.type(),
                    fact.instance(),
                    submission.destinations().get(i));
        }
        return new Receipt(events, array);
    }

    /** What the sender is told. */
    record Receipt(List<Appended> events, boolean array) {

        Receipt {
            events = List.copyOf(events);
        }
    }
}
