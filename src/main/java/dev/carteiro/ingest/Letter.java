package dev.carteiro.ingest;

import dev.carteiro.source.Inbound;
import dev.carteiro.trace.Traceparent;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import tools.jackson.databind.JsonNode;

/** A request whose body has arrived. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Letter(ServerHttpRequest request, byte[] body, InetAddress client) {

    /** To which trace its sender says that it belongs; null where it says nothing, or nothing that is valid. */
    @Nullable String traceparent() {
        return Traceparent.of(request.getHeaders().getOrEmpty(Traceparent.HEADER));
    }

    Inbound inbound(JsonNode json, Knock knock, Instant receivedAt) {
        return new Inbound(
                body,
                json,
                name -> request.getHeaders().getFirst(name),
                name -> request.getQueryParams().getFirst(name),
                knock.instance() != null
                        ? knock.instance()
                        : request.getQueryParams().getFirst("instance"),
                knock.suffix(),
                client,
                receivedAt);
    }
}
