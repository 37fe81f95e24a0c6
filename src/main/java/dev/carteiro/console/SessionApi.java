package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import dev.carteiro.openapi.Operation.Guard;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes by which a browser begins and ends its session. */
final class SessionApi {

    private static final String PATH = "/api/session";
    private static final Set<HttpMethod> OPEN = Set.of(HttpMethod.POST, HttpMethod.GET, HttpMethod.DELETE);

    private static final Operation BEGIN = Operation.of(
                    "Begins a browser's session of 12 hours, whose cookie stands for the admin token")
            .guardedBy(Guard.NOBODY)
            .takes("session-begin.json")
            .done(HttpStatus.NO_CONTENT, "The cookie carteiro-session is set")
            .refuses(HttpStatus.BAD_REQUEST, "No token was sent")
            .refuses(HttpStatus.UNAUTHORIZED, "It is not the admin token")
            .refuses(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer");

    private static final Operation SHOW = Operation.of("Tells until when the browser's session is good")
            .guardedBy(Guard.NOBODY)
            .answers(
                    "Its end; null where there is none, which is no error: a page asks before it has one",
                    "session.json");

    private static final Operation END = Operation.of("Ends the browser's session")
            .guardedBy(Guard.NOBODY)
            .done(HttpStatus.NO_CONTENT, "The cookie is removed");

    private SessionApi() {}

    /** Whether anybody may send this. */
    static boolean isOpen(ServerHttpRequest request) {
        return request.getPath().value().equals(PATH) && OPEN.contains(request.getMethod());
    }

    static RouterFunction<ServerResponse> routes(SessionHandler sessions) {
        return RouterFunctions.route()
                .POST(PATH, sessions::begin)
                .withAttributes(BEGIN)
                .GET(PATH, sessions::show)
                .withAttributes(SHOW)
                .DELETE(PATH, sessions::end)
                .withAttributes(END)
                .build();
    }
}
