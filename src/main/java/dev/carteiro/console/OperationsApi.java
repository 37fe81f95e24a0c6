package dev.carteiro.console;

import dev.carteiro.openapi.Described;
import dev.carteiro.openapi.Operation;
import dev.carteiro.openapi.Operation.Guard;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The route to the API's own description, and what is to be said about the endpoints that Spring makes. */
final class OperationsApi {

    private static final MediaType ACTUATOR = MediaType.valueOf("application/vnd.spring-boot.actuator.v3+json");

    private static final String NO_READING = "The database has not answered since the start";

    private static final Operation DOCUMENT =
            Operation.of("Describes this API, as OpenAPI has it").answers("The document");

    private static final Described ENDPOINTS = Described.nothing()
            .and(
                    HttpMethod.GET,
                    "/actuator",
                    Operation.of("Lists the endpoints for operations")
                            .answers(HttpStatus.OK, "Their addresses", ACTUATOR, "endpoints.json"))
            .and(
                    HttpMethod.GET,
                    "/actuator/health",
                    health("Tells how the router is, and each thing that it needs", "health.json"))
            .and(
                    HttpMethod.GET,
                    "/actuator/health/{path}",
                    health("Tells a part of it: liveness, readiness, or one component", "health-group.json")
                            .path("path", "liveness, readiness, or the name of a component"))
            .and(
                    HttpMethod.GET,
                    "/actuator/info",
                    Operation.of("Tells what this program is")
                            .answers(HttpStatus.OK, "Nothing so far", ACTUATOR, "info.json"))
            .and(
                    HttpMethod.GET,
                    "/actuator/prometheus",
                    Operation.of("Shows all metrics as Prometheus reads them")
                            .answers(HttpStatus.OK, "The metrics", MediaType.TEXT_PLAIN, "metrics.txt"))
            .and(
                    HttpMethod.GET,
                    "/actuator/deliveries",
                    Operation.of("Shows what is late and why, of each destination")
                            .answers(HttpStatus.OK, "All destinations", ACTUATOR, "lateness-list.json")
                            .refuses(HttpStatus.SERVICE_UNAVAILABLE, NO_READING))
            .and(
                    HttpMethod.GET,
                    "/actuator/deliveries/{name}",
                    Operation.of("Shows what is late and why, of one destination")
                            .path("name", "The destination's name")
                            .answers(HttpStatus.OK, "The destination", ACTUATOR, "lateness.json")
                            .refuses(HttpStatus.NOT_FOUND, "There is no such destination")
                            .refuses(HttpStatus.SERVICE_UNAVAILABLE, NO_READING))
            .and(
                    HttpMethod.POST,
                    "/actuator/deliveries/{name}",
                    Operation.of("Does something about a destination: retry, pause, resume or enable")
                            .path("name", "The destination's name")
                            .takes("lateness-operation.json")
                            .answers(HttpStatus.OK, "What was done", ACTUATOR, "lateness-done.json")
                            .refuses(HttpStatus.BAD_REQUEST, "There is no such operation")
                            .refuses(HttpStatus.NOT_FOUND, "There is no such destination")
                            .refuses(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer"))
            .and(
                    HttpMethod.GET,
                    "/actuator/doctor",
                    Operation.of("Looks at every bridge from both ends, and says what is wrong and what to do")
                            .answers(HttpStatus.OK, "All bridges", ACTUATOR, "diagnosis-list.json"))
            .and(
                    HttpMethod.GET,
                    "/actuator/doctor/{instance}",
                    Operation.of("Looks at the bridge of one instance")
                            .path("instance", "The instance's name")
                            .answers(HttpStatus.OK, "The bridge", ACTUATOR, "diagnosis.json")
                            .refuses(HttpStatus.NOT_FOUND, "It has no bridge"));

    private OperationsApi() {}

    static RouterFunction<ServerResponse> routes(DocumentHandler document) {
        return RouterFunctions.route()
                .GET("/openapi.json", document::show)
                .withAttributes(DOCUMENT)
                .build();
    }

    /** The endpoints, which are no routes of ours. */
    static Described endpoints() {
        return ENDPOINTS;
    }

    private static Operation health(String summary, String example) {
        return Operation.of(summary)
                .guardedBy(Guard.NOBODY)
                .answers(HttpStatus.OK, "All is well", ACTUATOR, example)
                .answers(HttpStatus.SERVICE_UNAVAILABLE, "Not all is well", ACTUATOR, example);
    }
}
