package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes to bridges that are set at run time. */
final class BridgeApi {

    private static final Operation SET = Operation.of(
                    "Joins a WhatsApp instance and a Chatwoot inbox, in the form that Evolution takes; the header apikey is the admin"
                            + " token or the Evolution server's key")
            .path("instance", "The instance's name")
            .takes("bridge-set.json")
            .answers(
                    HttpStatus.CREATED,
                    "What was set, and where the inbox has to send its webhooks",
                    MediaType.APPLICATION_JSON,
                    "bridge.json")
            .refuses(HttpStatus.BAD_REQUEST, "No JSON")
            .refuses(HttpStatus.CONFLICT, "The configuration file has a bridge for this instance")
            .refuses(HttpStatus.CONTENT_TOO_LARGE, "More than such a form ever has")
            .refuses(HttpStatus.UNPROCESSABLE_CONTENT, "It would not work, for these reasons");

    private static final Operation FIND = Operation.of("Shows the bridge of an instance")
            .path("instance", "The instance's name")
            .answers("What was set, here or in the file", "bridge.json")
            .refuses(HttpStatus.NOT_FOUND, "It has none");

    private BridgeApi() {}

    static RouterFunction<ServerResponse> routes(BridgeHandler bridges) {
        return RouterFunctions.route()
                .POST("/chatwoot/set/{instance}", bridges::set)
                .withAttributes(SET)
                .GET("/chatwoot/find/{instance}", bridges::find)
                .withAttributes(FIND)
                .build();
    }
}
