package dev.carteiro.console;

import dev.carteiro.bridge.Imports;
import dev.carteiro.bridge.Imports.Start;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /api/bridges}: which there are, and the import of what was said before them. */
final class ImportHandler {

    private static final String EXAMPLE = "{\"days\": 7}";

    private final Imports imports;

    ImportHandler(Imports imports) {
        this.imports = imports;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return imports.bridges()
                .flatMap(all -> json(
                        HttpStatus.OK,
                        Map.of("bridges", all.stream().map(ImportJson::of).toList())));
    }

    Mono<ServerResponse> start(ServerRequest request) {
        String instance = request.pathVariable("instance");
        return Members.of(request, List.of("days"), EXAMPLE)
                .map(ImportHandler::days)
                .flatMap(days -> imports.start(instance, days))
                .flatMap(start -> switch (start) {
                    case Start.Begun begun -> json(HttpStatus.ACCEPTED, ImportJson.of(begun.progress()));
                    case Start.Running running ->
                        Mono.error(ApiProblem.conflict("An import for " + instance
                                + " is running; wait for its end, or end it: DELETE /api/bridges/{instance}/import."));
                    case Start.NoBridge none ->
                        Mono.error(ApiProblem.notFound("No bridge is set for " + instance + "."));
                });
    }

    /** Throws an {@link ApiProblem} where they make no sense. */
    static int days(Members members) {
        Long days = members.number("days");
        if (days == null) {
            throw ApiProblem.badRequest("days is missing; send something like " + EXAMPLE + ".");
        }
        if (days < 1 || days > Imports.MOST_DAYS) {
            throw ApiProblem.badRequest("days is 1 to " + Imports.MOST_DAYS + ", not " + days + ".");
        }
        return days.intValue();
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return shown(request, imports.find(request.pathVariable("instance")));
    }

    Mono<ServerResponse> cancel(ServerRequest request) {
        return shown(request, imports.cancel(request.pathVariable("instance")));
    }

    private static Mono<ServerResponse> shown(ServerRequest request, Mono<Imports.Progress> progress) {
        return progress.switchIfEmpty(Mono.error(() ->
                        ApiProblem.notFound("Nothing was imported for " + request.pathVariable("instance") + ".")))
                .flatMap(found -> json(HttpStatus.OK, ImportJson.of(found)));
    }

    private static Mono<ServerResponse> json(HttpStatus status, Map<String, ? extends @Nullable Object> body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(body);
    }
}
