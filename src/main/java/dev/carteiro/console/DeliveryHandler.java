package dev.carteiro.console;

import dev.carteiro.delivery.Deliveries;
import dev.carteiro.delivery.DeliveryEntry;
import dev.carteiro.delivery.DeliveryFilter;
import dev.carteiro.delivery.DeliveryQuery;
import dev.carteiro.delivery.DeliveryState;
import dev.carteiro.delivery.Steered;
import dev.carteiro.delivery.Steering;
import dev.carteiro.eventlog.EventLog;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /api/deliveries}: what waits and what is dead, one delivery, and another try or the end of one. */
final class DeliveryHandler {

    private static final Set<String> CRITERIA = Set.of(
            "state",
            "destination",
            "type",
            "conversation",
            "instance",
            "since",
            "until",
            "reason",
            "limit",
            "before",
            "after");
    private static final List<DeliveryState> LISTED =
            List.of(DeliveryState.PENDING, DeliveryState.RETRYING, DeliveryState.DEAD);
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private final Deliveries deliveries;
    private final Steering steering;
    private final EventLog log;
    private final Clock clock;

    DeliveryHandler(Deliveries deliveries, Steering steering, EventLog log, Clock clock) {
        this.deliveries = deliveries;
        this.steering = steering;
        this.log = log;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return Mono.fromSupplier(() -> query(Parameters.of(request, CRITERIA), clock.instant()))
                .flatMap(query -> deliveries.page(query).collectList().map(entries -> page(query, entries)))
                .flatMap(page -> json(HttpStatus.OK, page));
    }

    static DeliveryQuery query(Parameters parameters, Instant now) {
        DeliveryFilter filter = new DeliveryFilter(
                parameters.text("destination"),
                state(parameters.text("state")),
                parameters.text("type"),
                parameters.text("conversation"),
                parameters.text("instance"),
                parameters.moment("since", now),
                parameters.moment("until", now),
                parameters.text("reason"));
        return new DeliveryQuery(
                filter,
                cursor("after", parameters.text("after")),
                cursor("before", parameters.text("before")),
                parameters.limit(USUAL_PAGE, LARGEST_PAGE));
    }

    private static @Nullable DeliveryState state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return LISTED.stream()
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ApiProblem.badRequest("state is pending, retrying or dead, not \"" + word
                        + "\"; what has arrived is shown with its event, /api/events/{id}."));
    }

    private static DeliveryQuery.@Nullable Cursor cursor(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        DeliveryId id = DeliveryId.parse(text);
        if (id != null) {
            return new DeliveryQuery.Cursor(id.event(), id.destination());
        }
        try {
            return new DeliveryQuery.Cursor(Long.parseLong(text), null);
        } catch (NumberFormatException e) {
            throw ApiProblem.badRequest(name + " is the id of a delivery or an event, not \"" + text + "\".");
        }
    }

    private static Map<String, @Nullable Object> page(DeliveryQuery query, List<DeliveryEntry> entries) {
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("deliveries", entries.stream().map(DeliveryJson::line).toList());
        page.put("next", entries.size() == query.limit() ? entries.getLast().id() : null);
        return page;
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return Mono.fromSupplier(() -> DeliveryId.of(request.pathVariable("id")))
                .flatMap(id -> deliveries
                        .find(id.event(), id.destination())
                        .flatMap(this::detail)
                        .switchIfEmpty(Mono.error(() -> unknown(id))))
                .flatMap(detail -> json(HttpStatus.OK, detail));
    }

    private Mono<Map<String, @Nullable Object>> detail(DeliveryEntry entry) {
        return Mono.zip(
                        deliveries
                                .attempts(entry.event())
                                .filter(attempt -> attempt.destination().equals(entry.destination()))
                                .collectList(),
                        log.find(entry.event()).map(Optional::of).defaultIfEmpty(Optional.empty()))
                .map(both ->
                        DeliveryJson.detail(entry, both.getT1(), both.getT2().orElse(null)));
    }

    Mono<ServerResponse> retry(ServerRequest request) {
        return Mono.fromSupplier(() -> DeliveryId.of(request.pathVariable("id")))
                .flatMap(id -> steering.retry(id.event(), id.destination())
                        .flatMap(steered -> answer(HttpStatus.ACCEPTED, id, steered)));
    }

    Mono<ServerResponse> cancel(ServerRequest request) {
        return Mono.fromSupplier(() -> DeliveryId.of(request.pathVariable("id")))
                .flatMap(id -> steering.cancel(id.event(), id.destination())
                        .flatMap(steered -> answer(HttpStatus.OK, id, steered)));
    }

    private static Mono<ServerResponse> answer(HttpStatus status, DeliveryId id, Steered steered) {
        return switch (steered) {
            case Steered.Done done -> json(status, DeliveryJson.line(done.delivery()));
            case Steered.Unknown unknown -> Mono.error(unknown(id));
            case Steered.Impossible impossible -> Mono.error(ApiProblem.conflict(impossible.why()));
        };
    }

    private static ApiProblem unknown(DeliveryId id) {
        return ApiProblem.notFound("There is no delivery " + id + ", or its event has left retention.");
    }

    private static Mono<ServerResponse> json(HttpStatus status, Map<String, @Nullable Object> body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body);
    }
}
