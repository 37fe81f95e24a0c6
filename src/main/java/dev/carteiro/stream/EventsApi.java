package dev.carteiro.stream;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes to the stream. */
final class EventsApi {

    static final String PATH = "/events";
    static final String WEB_SOCKET = "/events/ws";

    private static final Operation SSE = of("Streams events as they are accepted, or all since a position (SSE)")
            .answers(HttpStatus.OK, "The stream", MediaType.TEXT_EVENT_STREAM, "events.txt");

    private static final Operation MESSAGES = of("Streams the same over a WebSocket, as JSON")
            .answers(
                    HttpStatus.SWITCHING_PROTOCOLS, "The WebSocket", MediaType.APPLICATION_JSON, "events-message.json");

    private EventsApi() {}

    private static Operation of(String summary) {
        return Operation.of(summary)
                .guardedBy(Operation.Guard.SUBSCRIPTION)
                .query("instance", "Only of these instances, with commas between them")
                .query("type", "Only of these types, or what begins like them: message.*")
                .query("conversation", "Only of this conversation")
                .query(
                        "after",
                        "Events behind this position first; without it, or Last-Event-ID, only what comes from now on")
                .query("snapshot", "With instances: how the instances stand, before anything else")
                .query("token", "A token of POST /api/subscriptions, where neither header nor cookie can be set")
                .refuses(HttpStatus.BAD_REQUEST, "A parameter that there is not, or a position that is none")
                .refuses(HttpStatus.UNAUTHORIZED, "No token, a forged one, or one whose time is over")
                .refuses(HttpStatus.FORBIDDEN, "More is asked for than the token is good for")
                .refuses(HttpStatus.TOO_MANY_REQUESTS, "Too many wrong tokens came from this address");
    }

    static RouterFunction<ServerResponse> routes(EventsHandler events) {
        return RouterFunctions.route()
                .GET(PATH, events::events)
                .withAttributes(SSE)
                .GET(WEB_SOCKET, events::webSocket)
                .withAttributes(MESSAGES)
                .build();
    }
}
