package dev.carteiro.console;

import dev.carteiro.openapi.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The routes to what waits and what is dead. */
final class DeliveryApi {

    private static final String NO_DELIVERY = "There is no such delivery, or its event has left retention";
    private static final String NO_REPLAY = "There is no such replay";

    private static final Operation LIST = Operation.of("Lists deliveries that wait or are dead, the newest first")
            .query("state", "pending, retrying or dead; all of them if it is left out")
            .query("destination", "The name of a destination")
            .query("type", "The event's type, or its beginning and *, as in message.*")
            .query("conversation", "A chat's JID, or the number of a conversation in Chatwoot")
            .query("instance", "A WhatsApp instance")
            .query("since", "Received at this instant or later, or so long ago as in 24h")
            .query("until", "Received before this instant, or so long ago")
            .query("reason", "A part of the last error, or a status")
            .number("limit", "How many at most, 1 to 1000; 100 if it is left out")
            .query("before", "Only deliveries ahead of this one, or of this event")
            .query("after", "Only deliveries behind this one, or this event, in ascending order")
            .answers(
                    "The deliveries; next is what before or after has to be for the page that follows",
                    "delivery-page.json")
            .refuses(HttpStatus.BAD_REQUEST, "A parameter that there is not, or that makes no sense");

    private static final Operation ONE = Operation.of("Shows a delivery with its event and each attempt")
            .path("id", "The event's id, a dot and the destination")
            .answers("The delivery, also one that has arrived or was cancelled", "delivery-detail.json")
            .refuses(HttpStatus.NOT_FOUND, NO_DELIVERY);

    private static final Operation RETRY = Operation.of("Makes another attempt now, whatever became of the last one")
            .path("id", "The event's id, a dot and the destination")
            .answers(
                    HttpStatus.ACCEPTED,
                    "It is in the queue; its schedule begins anew",
                    MediaType.APPLICATION_JSON,
                    "delivery.json")
            .refuses(HttpStatus.NOT_FOUND, NO_DELIVERY)
            .refuses(HttpStatus.CONFLICT, "It is being attempted right now, or its destination is not configured");

    private static final Operation CANCEL = Operation.of(
                    "Gives a delivery up: cancels one that waits, discards a dead letter")
            .path("id", "The event's id, a dot and the destination")
            .answers("It is in the queue no more", "delivery-cancelled.json")
            .refuses(HttpStatus.NOT_FOUND, NO_DELIVERY)
            .refuses(HttpStatus.CONFLICT, "It is being attempted right now, or has ended already");

    private static final Operation REPLAY = Operation.of(
                    "Delivers dead letters, or what has arrived, once more; with dryRun it only counts")
            .takes("replay-request.json", "replay-dry.json")
            .answers("What a dry run has found", "replay-survey.json")
            .answers(HttpStatus.ACCEPTED, "It has begun", MediaType.APPLICATION_JSON, "replay-begun.json")
            .refuses(HttpStatus.BAD_REQUEST, "A key that there is not, or that makes no sense")
            .refuses(HttpStatus.CONFLICT, "Too many replays are running")
            .refuses(HttpStatus.UNPROCESSABLE_CONTENT, "More than 10000 match, and confirm does not say so");

    private static final Operation REPLAYS =
            Operation.of("Lists the last replays, the newest first").answers("The replays", "replay-list.json");

    private static final Operation PROGRESS = Operation.of("Shows how far a replay has come")
            .path("id", "The replay's id")
            .answers("The replay", "replay.json")
            .refuses(HttpStatus.NOT_FOUND, NO_REPLAY);

    private static final Operation STOP = Operation.of("Cancels what a replay has not put into the queue yet")
            .path("id", "The replay's id")
            .answers("The replay; one that has ended stays as it is", "replay.json")
            .refuses(HttpStatus.NOT_FOUND, NO_REPLAY);

    private DeliveryApi() {}

    static RouterFunction<ServerResponse> routes(DeliveryHandler deliveries, ReplayHandler replays) {
        return RouterFunctions.route()
                .POST("/api/deliveries/replay", replays::start)
                .withAttributes(REPLAY)
                .GET("/api/deliveries/replays", replays::list)
                .withAttributes(REPLAYS)
                .GET("/api/deliveries/replays/{id}", replays::one)
                .withAttributes(PROGRESS)
                .DELETE("/api/deliveries/replays/{id}", replays::cancel)
                .withAttributes(STOP)
                .GET("/api/deliveries", deliveries::list)
                .withAttributes(LIST)
                .GET("/api/deliveries/{id}", deliveries::one)
                .withAttributes(ONE)
                .POST("/api/deliveries/{id}/retry", deliveries::retry)
                .withAttributes(RETRY)
                .DELETE("/api/deliveries/{id}", deliveries::cancel)
                .withAttributes(CANCEL)
                .build();
    }
}
