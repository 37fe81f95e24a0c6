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
        String name = key.name();
        String publicUrl = key.publicUrl();
        Duration timeout = settings.http().policy().policy(CrewSettings.TIMEOUT).timeout();
        AnswerReader reader =
                new AnswerReader(settings.answer() == null ? null : JsonPointer.compile(settings.answer()));
        boolean callback = settings.mode() == Mode.KICKOFF && publicUrl != null && settings.result() != Result.POLL;
        Runs runs = new Runs(
                inside.table(),
                new Runs.Pace(settings.poll().every(), settings.poll().giveUp(), callback, settings.repeat()),
                clock);
        Platform platform = new Platform(http, settings.http().headers(), settings.token(), settings.whereToAsk());
        KickoffAsking.Place place = new KickoffAsking.Place(
                settings.url().toString(), settings.mode(), callback ? publicUrl + CallbackApi.PATH : null);
        Asking asking = settings.mode() == Mode.KICKOFF
                ? kickoff(tree, path, name, settings, new KickoffParts(platform, runs, reader, place))
                : webhook(tree, path, name, settings, new WebhookParts(reader, runs, timeout));
        Admission admission = new Admission(settings.manners(), inside.takeovers(), inside.transcript(), clock);
        HumanInputs people = new HumanInputs(
                settings.whoAnswers(), inside.proposing(), inside.transcript(), inside.table(), admission);
        return asking == null
                ? null
                : new CrewSender(
                        asking,
                        new GoingOn(runs, platform, place, reader, people),
                        inside.table(),
                        admission,
                        new CrewSender.Surroundings(
                                inside.proposing(),
                                settings.manners().typing() ? inside.typing() : null,
                                inside.meters()));
    }

    private record KickoffParts(Platform platform, Runs runs, AnswerReader reader, KickoffAsking.Place place) {}

    private record WebhookParts(AnswerReader reader, Runs runs, Duration timeout) {}

    private @Nullable Asking kickoff(
            ConfigTree tree, String path, String name, CrewSettings settings, KickoffParts parts) {
        Webhooks.Shape shape =
                settings.inputs() == null ? null : webhooks.shape(tree, path + ".inputs", name, settings.inputs());
        return settings.inputs() != null && shape == null
                ? null
                : new KickoffAsking(
                        parts.platform(),
                        parts.runs(),
                        new Inputs(shape, inside.transcript()),
                        parts.reader(),
                        parts.place());
    }

    private @Nullable Asking webhook(
            ConfigTree tree, String path, String name, CrewSettings settings, WebhookParts parts) {
        Caller caller = webhooks.caller(tree, path, name, authorized(settings));
        return caller == null
                ? null
                : new WebhookAsking(caller, parts.reader(), parts.runs(), parts.timeout(), settings.repeat());
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
