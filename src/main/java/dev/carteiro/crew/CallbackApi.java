package dev.carteiro.crew;

import dev.carteiro.openapi.Operation;
import dev.carteiro.openapi.Operation.Guard;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Where crews call us. Each run has a path of its own that nobody can guess, which is all the proof that CrewAI can give. */
final class CallbackApi {

    /** Before a run's token. */
    static final String PATH = "/crew/";

    private static final Operation DONE = called("Takes what a crew says at the end of a run", "crew-webhook.json");

    private static final Operation ASKS =
            called("Takes what a crew asks a person in the middle of a run", "crew-question.json");

    private CallbackApi() {}

    static RouterFunction<ServerResponse> routes(CallbackHandler handler) {
        return RouterFunctions.route()
                .POST(PATH + "{run}", handler::done)
                .withAttributes(DONE)
                .POST(PATH + "{run}/question", handler::asks)
                .withAttributes(ASKS)
                .build();
    }

    private static Operation called(String summary, String example) {
        return Operation.of(summary)
                .guardedBy(Guard.NOBODY)
                .path("run", "The unguessable name that the crew was given with its kickoff")
                .takes(example)
                .answers("Written down, or known already", "accepted-callback.json")
                .refuses(HttpStatus.BAD_REQUEST, "No JSON, or nothing in it that a crew says")
                .refuses(HttpStatus.NOT_FOUND, "No such run, or the kickoff_id of another one")
                .refuses(HttpStatus.CONTENT_TOO_LARGE, "More than 1 MiB");
    }
}
