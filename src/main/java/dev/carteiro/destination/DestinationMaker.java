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
        String url = settings.url().toString();
        PolicySettings.RetrySettings retry = settings.policy().retry();
        Answers answers = new Answers(retry.refuse(), retry.maxPause(), clock);
        HttpSender sender = new HttpSender(http.speaking(settings.http2()), url, form, headers, answers);
        return new Destination(name, url, settings.policy().policy(TIMEOUT), settings.once(), sender);
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
