package dev.carteiro.destination;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a destination of its settings, or says what is wrong with them. */
final class DestinationMaker {

    /** Of one attempt, where nothing else is said. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClients http;
    private final Clock clock;

    DestinationMaker(HttpClients http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Null where something at {@code path} is wrong, which is then reported to {@code tree}. */
    @Nullable Destination make(ConfigTree tree, String path, String name, DestinationSettings settings) {
        HttpSender sender = sender(tree, path, name, settings);
        return sender == null
                ? null
                : new Destination(
                        name, settings.url().toString(), settings.policy().policy(TIMEOUT), settings.once(), sender);
    }

    /** What posts there; null as above. */
    @Nullable HttpSender sender(ConfigTree tree, String path, String name, DestinationSettings settings) {
        Map<String, String> wrong = CustomHeaders.problems(settings.headers());
        wrong.forEach((header, problem) -> tree.problem(path + ".headers." + header, problem));
        Form form = orProblem(tree, path + ".transform", () -> Form.of(name, settings, clock));
        RequestHeaders headers = orProblem(
                tree,
                path + ".signing-secret",
                () -> new RequestHeaders(settings.headers(), settings.signingSecret(), clock));
        if (!wrong.isEmpty() || form == null || headers == null) {
            return null;
        }
        PolicySettings.RetrySettings retry = settings.policy().retry();
        Answers answers = new Answers(retry.refuse(), retry.maxPause(), clock);
        return new HttpSender(http.speaking(settings.http2()), settings.url().toString(), form, headers, answers);
    }

    /** What makes events into JSON by a JSONata expression; null where that is none, which is then reported. */
    @Nullable Form form(ConfigTree tree, String path, String name, String expression) {
        return orProblem(tree, path, () -> {
            Transform transform = Transform.compile(expression, clock);
            return new TransformForm(name, burst -> transform.apply(burst));
        });
    }

    private static <T> @Nullable T orProblem(ConfigTree tree, String path, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            tree.problem(path, String.valueOf(e.getMessage()));
            return null;
        }
    }
}
