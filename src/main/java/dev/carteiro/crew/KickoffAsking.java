package dev.carteiro.crew;

import dev.carteiro.crew.Platform.Told;
import dev.carteiro.crew.Run.State;
import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Kicks off a run of CrewAI's platform. That costs money, so the run is written down before the platform is asked, and where
 * nobody knows whether it has heard of it, nobody asks once more.
 */
final class KickoffAsking implements Asking {

    /** Who answers this has not begun. */
    private static final Set<Integer> NOT_BEGUN = Set.of(408, 425, 429, 503);

    private static final Duration BARRED = Duration.ofMinutes(1);

    private final Platform platform;
    private final Runs runs;
    private final Inputs inputs;
    private final AnswerReader reader;
    private final Place place;

    KickoffAsking(Platform platform, Runs runs, Inputs inputs, AnswerReader reader, Place place) {
        this.platform = platform;
        this.runs = runs;
        this.inputs = inputs;
        this.reader = reader;
        this.place = place;
    }

    /**
     * Where the crew is, and where it finds us.
     *
     * @param callbacks the URL before a run's token; null where runs are asked after
     */
    record Place(
            String url, CrewSettings.Mode mode, @Nullable String callbacks) {

        /** Of an endpoint, where it stands; of the platform, the crew itself. */
        String base(@Nullable String elsewhere) {
            String whole = (elsewhere == null ? url : elsewhere)
                    .replaceFirst("[?#].*", "")
                    .replaceFirst("/+$", "");
            return mode == CrewSettings.Mode.KICKOFF
                    ? whole.replaceFirst("/kickoff$", "")
                    : whole.replaceFirst("(?<=[^/:])/[^/]*$", "");
        }

        /** What a run's calls to us need; they are not carried over from one call to the next. */
        Map<String, Object> hooks(Run run) {
            Map<String, Object> hooks = new LinkedHashMap<>();
            if (callbacks != null) {
                hooks.put("crewWebhookUrl", callbacks + run.token());
            }
            return hooks;
        }
    }

    @Override
    public Mono<Step> ask(Question question, @Nullable String elsewhere) {
        return inputs.of(question).flatMap(made -> {
            JsonNode json = made.json();
            return json == null
                    ? Mono.<Step>just(new Step.Stopped(Ends.refused(String.valueOf(made.unfit()))))
                    : runs.begin(question, State.BEGUN, null)
                            .flatMap(run -> kickoff(question, run, json, elsewhere))
                            .switchIfEmpty(Mono.fromSupplier(() -> new Step.Stopped(Runs.LOST)));
        });
    }

    private Mono<Step> kickoff(Question question, Run run, JsonNode made, @Nullable String elsewhere) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("inputs", made);
        body.put("meta", Map.of("delivery", run.name(), "destination", question.destination()));
        body.putAll(place.hooks(run));
        if (place.callbacks() != null) {
            body.put("humanInputWebhook", Map.of("url", place.callbacks() + run.token() + "/question"));
        }
        return platform.kickoff(place.base(elsewhere), body).flatMap(told -> switch (told) {
            case Told.Done done -> begun(run, done.body());
            case Told.Refused refused -> refused(run, refused);
            case Told.Unreached away -> runs.forget(run).thenReturn(new Step.Stopped(Ends.deferred(away.reason())));
            case Told.Unknown unknown -> runs.unsure(run, unknown.reason());
        });
    }

    /** Some answer at once. */
    private Mono<Step> begun(Run run, JsonNode body) {
        String id = body.path("kickoff_id").asString("");
        if (!id.isBlank()) {
            return runs.running(run, id); // whatever friendly words come along
        }
        return switch (reader.read(body)) {
            case Said.Begun begun -> runs.running(run, begun.id());
            case Said.Reply reply ->
                runs.table().say(run, null, bytes(body)).thenReturn(Step.Answered.of(reply, run, bytes(body)));
            case Said.Failed failed -> runs.failed(run, failed.reason());
            case Said.Nothing nothing -> runs.unsure(run, "the kickoff was answered without a kickoff_id");
        };
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The platform says of an error that it is one; a proxy before it, that it has not heard of the platform any more. */
    private Mono<Step> refused(Run run, Told.Refused refused) {
        Answer answer = new Answer(refused.status(), refused.reason());
        String reason = "kickoff: " + refused.reason();
        if (refused.status() == 401 || refused.status() == 403) {
            return runs.forget(run)
                    .thenReturn(new Step.Stopped(
                            new Outcome.Barred(reason + "; look at the destination's token", BARRED, answer)));
        }
        if (NOT_BEGUN.contains(refused.status())) {
            return runs.forget(run).thenReturn(new Step.Stopped(new Outcome.Deferred(reason, null, answer)));
        }
        return refused.status() >= 500
                ? runs.unsure(run, reason)
                : runs.forget(run).thenReturn(new Step.Stopped(new Outcome.Refused(reason, answer)));
    }
}
