package dev.carteiro.console;

import dev.carteiro.config.HttpUrl;
import dev.carteiro.delivery.DestinationStatus;
import dev.carteiro.delivery.Overrides;
import dev.carteiro.delivery.Pipelines;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /api/destinations}: where each stands, and the address and pause that count instead of the configuration. */
final class DestinationHandler {

    private static final String URL = "url";
    private static final String PAUSED = "paused";
    private static final String EXAMPLE = "{\"url\": \"https://example.org/webhook\"} or {\"paused\": true}";

    private final Pipelines pipelines;
    private final Overrides overrides;
    private final Clock clock;

    DestinationHandler(Pipelines pipelines, Overrides overrides, Clock clock) {
        this.pipelines = pipelines;
        this.overrides = overrides;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return Mono.fromSupplier(() -> pipelines.statuses().stream()
                        .map(status -> DestinationJson.of(status, clock.instant()))
                        .toList())
                .flatMap(all -> json(Map.of("destinations", all)));
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return shown(request.pathVariable("name"));
    }

    Mono<ServerResponse> patch(ServerRequest request) {
        String name = request.pathVariable("name");
        return Mono.fromSupplier(() -> status(name))
                .then(Members.of(request, List.of(URL, PAUSED), EXAMPLE))
                .map(members -> Patch.of(members, name))
                .flatMap(patch -> overrides.patch(name, patch.url(), patch.paused()))
                .then(Mono.defer(() -> shown(name)));
    }

    Mono<ServerResponse> clear(ServerRequest request) {
        String name = request.pathVariable("name");
        return Mono.fromSupplier(() -> status(name))
                .flatMap(known -> overrides.clear(name))
                .then(Mono.defer(() -> shown(name)));
    }

    private Mono<ServerResponse> shown(String name) {
        return Mono.fromSupplier(() -> DestinationJson.of(status(name), clock.instant()))
                .flatMap(DestinationHandler::json);
    }

    private DestinationStatus status(String name) {
        return pipelines.statuses().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiProblem.notFound(unknown(name, pipelines)));
    }

    /** The sentence for a name that no destination has. */
    static String unknown(String name, Pipelines pipelines) {
        List<String> names =
                pipelines.statuses().stream().map(DestinationStatus::name).toList();
        return "There is no destination " + name + "; "
                + (names.isEmpty() ? "none is configured." : "there are " + String.join(", ", names) + ".");
    }

    private static Mono<ServerResponse> json(Map<String, ? extends @Nullable Object> body) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
    }

    /** What is to be changed; what is null stays. */
    record Patch(@Nullable String url, @Nullable Boolean paused) {

        static Patch of(Members members, String name) {
            String undo = "; to go back to the configuration send DELETE /api/destinations/" + name + "/override.";
            for (String key : List.of(URL, PAUSED)) {
                if (members.isNull(key)) {
                    throw ApiProblem.badRequest(key + " is null" + undo);
                }
            }
            String url = members.text(URL);
            Boolean paused = members.bool(PAUSED);
            if (url == null && paused == null) {
                throw ApiProblem.badRequest("Nothing is to be changed; send something like " + EXAMPLE + ".");
            }
            return new Patch(url == null ? null : checked(url), paused);
        }

        private static String checked(String url) {
            try {
                return HttpUrl.parse(url).toString();
            } catch (IllegalArgumentException e) {
                throw ApiProblem.badRequest("url: " + e.getMessage() + ".");
            }
        }
    }
}
