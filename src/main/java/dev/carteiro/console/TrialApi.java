package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The route that tries a configuration. */
final class TrialApi {

    private static final Operation TRY = Operation.of(
                    "Tells where events of the log would go if the body were carteiro.yml, and where they go today")
            .query("since", "An instant, or how long ago as in 24h; 24 hours before until if it is left out")
            .query("until", "An instant, or how long ago; now if it is left out")
            .number("limit", "How many events at most, the newest first, 1 to 100000; 10000 if it is left out")
            .query("source", "The configured name of a source")
            .query("type", "An event's type, or its beginning and *, as in message.*")
            .takes(MediaType.APPLICATION_YAML, "candidate.yml")
            .answers("What would change; nothing has", "trial.json")
            .refuses(HttpStatus.BAD_REQUEST, "No body, or a parameter that there is not or that makes no sense")
            .refuses(HttpStatus.CONTENT_TOO_LARGE, "More than 1 MiB")
            .answers(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "A configuration that would be refused, with all that is wrong with it",
                    MediaType.APPLICATION_PROBLEM_JSON,
                    "faulty.json")
            .refuses(HttpStatus.TOO_MANY_REQUESTS, "Another trial is running");

    private TrialApi() {}

    static RouterFunction<ServerResponse> routes(TrialHandler trials) {
        return RouterFunctions.route()
                .POST("/api/routes/try", trials::run)
                .withAttributes(TRY)
                .build();
    }
}
