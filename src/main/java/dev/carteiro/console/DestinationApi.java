package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes to where destinations are and how they stand. */
final class DestinationApi {

    private static final String NONE = "No destination of that name is configured";

    private static final Operation LIST = Operation.of("Lists the destinations and how each stands")
            .answers("The destinations, in the order of the configuration", "destination-list.json");

    private static final Operation ONE = Operation.of("Shows a destination and how it stands")
            .path("name", "The destination's name")
            .answers("The destination", "destination.json")
            .refuses(HttpStatus.NOT_FOUND, NONE);

    private static final Operation PATCH = Operation.of(
                    "Moves a destination to another URL, or pauses it, on all replicas")
            .path("name", "The destination's name")
            .takes("destination-patch.json")
            .answers("The destination as it is now", "destination.json")
            .refuses(HttpStatus.BAD_REQUEST, "A key that there is not, or a URL that is none")
            .refuses(HttpStatus.NOT_FOUND, NONE);

    private static final Operation CLEAR = Operation.of("Goes back to what the configuration says of a destination")
            .path("name", "The destination's name")
            .answers("The destination as it is now", "destination.json")
            .refuses(HttpStatus.NOT_FOUND, NONE);

    private DestinationApi() {}

    static RouterFunction<ServerResponse> routes(DestinationHandler destinations) {
        return RouterFunctions.route()
                .GET("/api/destinations", destinations::list)
                .withAttributes(LIST)
                .GET("/api/destinations/{name}", destinations::one)
                .withAttributes(ONE)
                .PATCH("/api/destinations/{name}", destinations::patch)
                .withAttributes(PATCH)
                .DELETE("/api/destinations/{name}/override", destinations::clear)
                .withAttributes(CLEAR)
                .build();
    }
}
