package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes to what is in the log. */
final class EventApi {

    private static final Operation LIST = Operation.of("Lists events: the newest first, or with after from there on")
            .query("after", "Only events behind this position, in ascending order")
            .query("before", "Only events ahead of this position")
            .number("limit", "How many at most, 1 to 1000; 100 if it is left out")
            .query("source", "The configured name of a source")
            .query("instance", "A WhatsApp instance")
            .query("type", "An event's type, or its beginning and *, as in message.*")
            .query("conversation", "A chat's JID, or the number of a conversation in Chatwoot")
            .query(
                    "phone",
                    "A phone number with its country code, however it is written: its conversations on WhatsApp")
            .answers("The events; next is what after or before has to be for the page that follows", "event-page.json")
            .refuses(HttpStatus.BAD_REQUEST, "A parameter that there is not, or that makes no sense");

    private static final Operation ONE = Operation.of("Shows an event with its deliveries and each attempt")
            .path("id", "The event's id")
            .answers("The event", "event-detail.json")
            .refuses(HttpStatus.NOT_FOUND, "There is no such event, or it has left retention");

    private static final Operation MESSAGE = Operation.of("Shows how far a message has come, and all events about it")
            .path("messageId", "The id that the message has in its own system")
            .answers("The message; steps that came too late to change its status are not effective", "message.json")
            .refuses(HttpStatus.NOT_FOUND, "Nothing is known of such a message");

    private EventApi() {}

    static RouterFunction<ServerResponse> routes(EventHandler events) {
        return RouterFunctions.route()
                .GET("/api/events", events::list)
                .withAttributes(LIST)
                .GET("/api/events/{id}", events::one)
                .withAttributes(ONE)
                .GET("/api/messages/{messageId}", events::message)
                .withAttributes(MESSAGE)
                .build();
    }
}
