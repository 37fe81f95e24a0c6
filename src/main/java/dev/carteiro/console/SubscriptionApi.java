package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The route to tokens for browsers. */
final class SubscriptionApi {

    private static final Operation MINT = Operation.of("Makes a token with which a browser may see some events")
            .takes("subscription-request.json")
            .answers(
                    HttpStatus.CREATED,
                    "The token; whoever has it sees what it is good for until it expires",
                    MediaType.APPLICATION_JSON,
                    "subscription.json")
            .refuses(HttpStatus.BAD_REQUEST, "No instances, no types, or a ttl beyond 24 hours");

    private SubscriptionApi() {}

    static RouterFunction<ServerResponse> routes(SubscriptionHandler subscriptions) {
        return RouterFunctions.route()
                .POST("/api/subscriptions", subscriptions::mint)
                .withAttributes(MINT)
                .build();
    }
}
