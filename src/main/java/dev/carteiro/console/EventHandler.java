package dev.carteiro.console;

import dev.carteiro.delivery.Deliveries;
import dev.carteiro.event.Phones;
import dev.carteiro.event.Recorded;
import dev.carteiro.eventlog.EventLog;
import dev.carteiro.eventlog.EventQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /api/events}, {@code /api/events/{id}} and {@code /api/messages/{messageId}}. */
final class EventHandler {

    private static final Set<String> CRITERIA =
            Set.of("after", "before", "limit", "source", "instance", "type", "conversation", "phone");
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    private static final int SHORTEST_PHONE = 8;
    private static final int LONGEST_PHONE = 15;
    private static final int MESSAGE_EVENTS = 1_000;

    private final EventLog log;
    private final Deliveries deliveries;

    EventHandler(EventLog log, Deliveries deliveries) {
        this.log = log;
        this.deliveries = deliveries;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return Mono.fromSupplier(() -> query(request))
                .flatMap(query -> log.page(query).collectList().flatMap(events -> json(page(query, events))));
    }

    private static EventQuery query(ServerRequest request) {
        Parameters parameters = Parameters.of(request, CRITERIA);
        return new EventQuery(
                parameters.number("after"),
                parameters.number("before"),
                parameters.limit(USUAL_PAGE, LARGEST_PAGE),
                parameters.text("source"),
                parameters.text("instance"),
                parameters.text("type"),
                parameters.text("conversation"),
                addresses(parameters.text("phone")));
    }

    /** People copy numbers with whatever their phone puts between the digits. */
    private static @Nullable List<String> addresses(@Nullable String phone) {
        if (phone == null) {
            return null;
        }
        String digits = phone.replaceAll("[^0-9]", "");
        if (digits.length() < SHORTEST_PHONE || digits.length() > LONGEST_PHONE) {
            throw ApiProblem.badRequest("phone is a number with its country code, such as +55 11 98888-7777: "
                    + SHORTEST_PHONE + " to " + LONGEST_PHONE + " digits.");
        }
        return Phones.addresses(digits);
    }

    private static Map<String, @Nullable Object> page(EventQuery query, List<Recorded> events) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("events", events.stream().map(EventJson::canonical).toList());
        boolean full = events.size() == query.limit();
        page.put("next", full ? events.getLast().envelope().id() : null);
        return page;
    }

    Mono<ServerResponse> one(ServerRequest request) {
        String id = request.pathVariable("id");
        return Mono.fromSupplier(() -> position(id))
                .flatMap(log::find)
                .switchIfEmpty(Mono.error(
                        () -> ApiProblem.notFound("There is no event " + id + ", or it has left retention.")))
                .flatMap(this::detail)
                .flatMap(EventHandler::json);
    }

    /** A delivery that arrives in this moment leaves the queue for the attempts: looked for in this order it is not missed. */
    private Mono<Map<String, @Nullable Object>> detail(Recorded event) {
        long position = event.envelope().position();
        return deliveries
                .open(position)
                .flatMap(open -> deliveries
                        .attempts(position)
                        .collectList()
                        .map(attempts -> EventJson.detail(event, open, attempts)));
    }

    Mono<ServerResponse> message(ServerRequest request) {
        String messageId = request.pathVariable("messageId");
        return log.aboutMessage(messageId, MESSAGE_EVENTS)
                .collectList()
                .filter(events -> !events.isEmpty())
                .switchIfEmpty(
                        Mono.error(() -> ApiProblem.notFound("Nothing is known of the message " + messageId + ".")))
                .map(events -> MessageHistory.of(messageId, events))
                .flatMap(EventHandler::json);
    }

    private static Mono<ServerResponse> json(Map<String, @Nullable Object> body) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
    }

    private static long position(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw ApiProblem.notFound("There is no event " + id + "; an event's id is a number.");
        }
    }
}
