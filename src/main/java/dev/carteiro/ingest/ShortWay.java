package dev.carteiro.ingest;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Gives senders' requests to the front door before anybody asks which of all routes they are for: filters, routing and
 * observations cost as much as all that is done with an event in this process. The route is there as well, for whatever else
 * comes to these paths.
 */
final class ShortWay implements HttpHandler {

    private final IngestHandler frontDoor;
    private final HttpHandler others;

    ShortWay(IngestHandler frontDoor, HttpHandler others) {
        this.frontDoor = frontDoor;
        this.others = others;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        boolean ours = HttpMethod.POST.equals(request.getMethod())
                && Knock.concerns(request.getPath().value());
        return ours ? frontDoor.receive(request, response) : others.handle(request, response);
    }
}
