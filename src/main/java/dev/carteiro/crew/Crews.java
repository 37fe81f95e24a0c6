package dev.carteiro.crew;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.crew.CrewSettings.Mode;
import dev.carteiro.crew.CrewSettings.Result;
import dev.carteiro.destination.Caller;
import dev.carteiro.destination.DestinationSettings;
import dev.carteiro.destination.Webhooks;
import dev.carteiro.takeover.Takeovers;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import tools.jackson.core.JsonPointer;

/** Makes the senders of crews. */
final class Crews implements CrewReader.Senders {

    private final Webhooks webhooks;
    private final HttpClient http;
    private final Inside inside;
    private final Clock clock;

    Crews(Webhooks webhooks, HttpClient http, Inside inside, Clock clock) {
        this.webhooks = webhooks;
        this.http = http;
        this.inside = inside;
        this.clock = clock;
    }

    /** What they need of the router. */
    record Inside(
            RunTable table,
            Transcript transcript,
            Takeovers takeovers,
            Proposing proposing,
            TypingShown typing,
            CrewMeters meters) {}

    @Override
    public @Nullable CrewSender sender(ConfigTree tree, String path, CrewReader.Key key) {
        CrewSettings settings = key.settings();
        Parts parts = parts(settings, key.publicUrl());
        Asking asking =
                settings.mode() == Mode.KICKOFF ? kickoff(tree, path, key, parts) : webhook(tree, path, key, parts);
        if (asking == null) {
            return null;
        }
        Admission admission = new Admission(settings.manners(), inside.takeovers(), inside.transcript(), clock);
        HumanInputs people = new HumanInputs(
                settings.whoAnswers(), inside.proposing(), inside.transcript(), inside.table(), admission);
        TypingShown typing = settings.manners().typing() ? inside.typing() : null;
        return new CrewSender(
                asking,
                new GoingOn(parts.runs(), parts.platform(), parts.place(), parts.reader(), people),
                inside.table(),
                admission,
                new CrewSender.Surroundings(inside.proposing(), typing, inside.meters()));
    }

    /** What asking and going on share. */
    private record Parts(Platform platform, Runs runs, AnswerReader reader, KickoffAsking.Place place) {}

    private Parts parts(CrewSettings settings, @Nullable String publicUrl) {
        boolean callback = settings.mode() == Mode.KICKOFF && publicUrl != null && settings.result() != Result.POLL;
        String pointer = settings.answer();
        return new Parts(
                new Platform(http, settings.http().headers(), settings.token(), settings.whereToAsk()),
                new Runs(
                        inside.table(),
                        new Runs.Pace(settings.poll().every(), settings.poll().giveUp(), callback, settings.repeat()),
                        clock),
                new AnswerReader(pointer == null ? null : JsonPointer.compile(pointer)),
                new KickoffAsking.Place(
                        settings.url().toString(), settings.mode(), callback ? publicUrl + CallbackApi.PATH : null));
    }

    private @Nullable Asking kickoff(ConfigTree tree, String path, CrewReader.Key key, Parts parts) {
        String expression = key.settings().inputs();
        Webhooks.Shape shape =
                expression == null ? null : webhooks.shape(tree, path + ".inputs", key.name(), expression);
        return expression != null && shape == null
                ? null
                : new KickoffAsking(
                        parts.platform(),
                        parts.runs(),
                        new Inputs(shape, inside.transcript()),
                        parts.reader(),
                        parts.place());
    }

    private @Nullable Asking webhook(ConfigTree tree, String path, CrewReader.Key key, Parts parts) {
        CrewSettings settings = key.settings();
        Caller caller = webhooks.caller(tree, path, key.name(), authorized(settings));
        Duration timeout = settings.http().policy().policy(CrewSettings.TIMEOUT).timeout();
        return caller == null
                ? null
                : new WebhookAsking(caller, parts.reader(), parts.runs(), timeout, settings.repeat());
    }

    private static DestinationSettings authorized(CrewSettings settings) {
        String token = settings.token();
        if (token == null) {
            return settings.http();
        }
        Map<String, String> headers = new LinkedHashMap<>(settings.http().headers());
        headers.put("Authorization", "Bearer " + token);
        return settings.http().with(headers);
    }
}
