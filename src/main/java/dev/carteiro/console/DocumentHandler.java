package dev.carteiro.console;

import dev.carteiro.openapi.Described;
import dev.carteiro.openapi.OpenApi;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /openapi.json}: made when somebody asks for the first time, and kept. */
final class DocumentHandler {

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final Mono<byte[]> document;

    /** The providers are not asked before there is a request: one of the routes is the one that leads here. */
    DocumentHandler(ObjectProvider<RouterFunction<?>> routes, ObjectProvider<Described> others) {
        document = Mono.fromCallable(() -> written(routes, others))
                .subscribeOn(Schedulers.boundedElastic()) // it reads its examples from the jar
                .cache(bytes -> FOR_EVER, failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    Mono<ServerResponse> show(ServerRequest request) {
        return document.flatMap(bytes ->
                ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(bytes));
    }

    private static byte[] written(ObjectProvider<RouterFunction<?>> routes, ObjectProvider<Described> others) {
        String version = Optional.ofNullable(DocumentHandler.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
        return JsonMapper.shared()
                .writeValueAsBytes(OpenApi.document(
                        version, routes.stream().toList(), others.stream().toList()));
    }
}
