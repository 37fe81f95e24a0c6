package dev.carteiro.ingest;

import dev.carteiro.openapi.Described;
import dev.carteiro.openapi.Operation;
import dev.carteiro.openapi.Operation.Guard;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The one route of the front door, and the paths to which it answers. */
final class FrontDoorApi {

    private static final Described PATHS = Described.nothing()
            .and(
                    HttpMethod.POST,
                    "/webhook",
                    webhook("Takes an event whose source shows in the body", "evolution-message.json"))
            .and(
                    HttpMethod.POST,
                    "/webhook/{source}",
                    webhook("Takes an event of a source", "evolution-message.json")
                            .path("source", "The configured name of the source"))
            .and(
                    HttpMethod.POST,
                    "/webhook/{source}/{suffix}",
                    webhook("Takes an event of an Evolution with webhookByEvents", "evolution-message.json")
                            .path("source", "The configured name of the source")
                            .path("suffix", "The event as Evolution appends it, such as messages-upsert"))
            .and(HttpMethod.POST, "/webhook/connect", webhook("Takes W-API's event of a connection that is there"))
            .and(HttpMethod.POST, "/webhook/disconnect", webhook("Takes W-API's event of a connection that is gone"))
            .and(HttpMethod.POST, "/webhook/send-message", webhook("Takes W-API's event of a message that was sent"))
            .and(
                    HttpMethod.POST,
                    "/webhook/receive-message",
                    webhook("Takes W-API's event of a message that has come", "w-api-message.json"))
            .and(HttpMethod.POST, "/webhook/chat-presence", webhook("Takes W-API's event of somebody who types"))
            .and(
                    HttpMethod.POST,
                    "/webhook/message-status",
                    webhook("Takes W-API's event of how far a message has come", "w-api-status.json"))
            .and(
                    HttpMethod.POST,
                    "/api/webhook/chat-whatsapp",
                    webhook("Takes an event of a whatsapp-web.js gateway", "chat-whatsapp-message.json"))
            .and(
                    HttpMethod.POST,
                    "/chatwoot/webhook/{instance}",
                    webhook("Takes an event of Chatwoot", "chatwoot-message.json")
                            .path("instance", "The WhatsApp instance that it is about"));

    private FrontDoorApi() {}

    static RouterFunction<ServerResponse> routes(IngestHandler handler) {
        return RouterFunctions.route()
                .route(
                        request -> Knock.concerns(request.path()),
                        request -> ServerResponse.ok()
                                .build((exchange, context) ->
                                        handler.receive(exchange.getRequest(), exchange.getResponse())))
                .withAttributes(PATHS)
                .build();
    }

    private static Operation webhook(String summary, String... examples) {
        return Operation.of(summary)
                .guardedBy(Guard.SOURCE)
                .takes(examples)
                .answers(
                        "Written down. Of an array, how many events were new; else the event's id, and whether it is"
                                + " accepted or the duplicate of one that was",
                        "accepted.json",
                        "accepted-array.json")
                .refuses(HttpStatus.BAD_REQUEST, "No JSON")
                .refuses(
                        HttpStatus.UNAUTHORIZED,
                        "The token or the signature that the source asks for is missing or wrong")
                .refuses(HttpStatus.FORBIDDEN, "An address from which the source takes nothing")
                .refuses(HttpStatus.NOT_FOUND, "No such source")
                .refuses(HttpStatus.CONTENT_TOO_LARGE, "More than CARTEIRO_MAX_BODY")
                .refuses(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "More than can be written down; to be sent again after Retry-After")
                .refuses(HttpStatus.SERVICE_UNAVAILABLE, "The database is away; to be sent again after Retry-After");
    }
}
