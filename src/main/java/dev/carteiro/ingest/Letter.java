package dev.carteiro.ingest;

import dev.carteiro.source.Inbound;
import dev.carteiro.trace.Traceparent;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import tools.jackson.databind.JsonNode;

/** A request whose body has arrived. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Letter(ServerRequest request, byte[] body, InetAddress client) {

    /** To which trace its sender says that it belongs; null where it says nothing, or nothing that is valid. */
    @Nullable String traceparent() {
        return Traceparent.of(request.headers().header(Traceparent.HEADER));
    }

    Inbound inbound(JsonNode json, Knock knock, Instant receivedAt) {
        return new Inbound(
                body,
                json,
                name -> request.headers().firstHeader(name),
                name -> request.queryParams().getFirst(name),
                knock.instance() != null
                        ? knock.instance()
                        : request.queryParams().getFirst("instance"),
                knock.suffix(),
                client,
                receivedAt);
    }
}
