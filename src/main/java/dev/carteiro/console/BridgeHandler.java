package dev.carteiro.console;

import dev.carteiro.bridge.RunTimeBridges;
import dev.carteiro.bridge.RunTimeBridges.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /chatwoot/set} and {@code /chatwoot/find}: bridges at run time, in Evolution's own form. */
final class BridgeHandler {

    private static final int LARGEST = 64 * 1024;

    private final RunTimeBridges bridges;
    private final BridgeKeys keys;

    BridgeHandler(RunTimeBridges bridges, BridgeKeys keys) {
        this.bridges = bridges;
        this.keys = keys;
    }

    Mono<ServerResponse> set(ServerRequest request) {
        String instance = request.pathVariable("instance");
        return body(request)
                .flatMap(form -> bridges.set(instance, form, keys.source(request.headers())))
                .flatMap(outcome -> switch (outcome) {
                    case Outcome.Set set -> json(HttpStatus.CREATED, shown(set));
                    case Outcome.InFile file ->
                        Mono.error(ApiProblem.conflict("The configuration file has a bridge for " + instance
                                + " already; change that one, or take it out there first."));
                    case Outcome.Refused refused ->
                        Mono.error(
                                ApiProblem.faulty("The bridge would not work; problems says why.", refused.problems()));
                });
    }

    Mono<ServerResponse> find(ServerRequest request) {
        return bridges.find(request.pathVariable("instance"), keys.source(request.headers()))
                .map(set -> Optional.of(shown(set)))
                .defaultIfEmpty(Optional.empty())
                .flatMap(found -> found.isPresent()
                        ? json(HttpStatus.OK, found.get())
                        : Mono.error(
                                ApiProblem.notFound("No bridge is set for " + request.pathVariable("instance") + ".")));
    }

    private static Map<String, Object> shown(Outcome.Set set) {
        Map<String, Object> shown = new LinkedHashMap<>(set.settings());
        String url = set.webhookUrl();
        if (url != null) {
            shown.put("webhook_url", url);
        }
        return shown;
    }

    private static Mono<JsonNode> body(ServerRequest request) {
        return request.bodyToMono(byte[].class).defaultIfEmpty(new byte[0]).map(bytes -> {
            if (bytes.length > LARGEST) {
                throw ApiProblem.tooLarge("The body may have " + LARGEST + " bytes.");
            }
            try {
                return JsonMapper.shared().readTree(bytes);
            } catch (JacksonException notJson) {
                throw ApiProblem.badRequest("The body is no JSON.");
            }
        });
    }

    private static Mono<ServerResponse> json(HttpStatus status, Map<String, Object> body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(body);
    }
}
