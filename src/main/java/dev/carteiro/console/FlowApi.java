package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The route to what went through over time. */
final class FlowApi {

    private static final Operation SHOW = Operation.of("Shows what went through, step by step until now")
            .query("since", "How long to look back: 5m to 7d, or a moment; 1h if it is left out")
            .answers(
                    "How many events were written, and how many deliveries were accepted, delivered, to be tried again"
                            + " or became dead letters in each step; the last step is not over yet",
                    "flow.json")
            .refuses(HttpStatus.BAD_REQUEST, "A parameter that there is not, or that makes no sense");

    private FlowApi() {}

    static RouterFunction<ServerResponse> routes(FlowHandler flow) {
        return RouterFunctions.route()
                .GET("/api/flow", flow::show)
                .withAttributes(SHOW)
                .build();
    }
}
