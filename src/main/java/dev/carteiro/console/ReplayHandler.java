package dev.carteiro.console;

import dev.carteiro.delivery.Pipelines;
import dev.carteiro.delivery.Replay;
import dev.carteiro.delivery.Replays;
import dev.carteiro.delivery.Replays.Survey;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /api/deliveries/replay} and {@code /api/deliveries/replays}: many deliveries once more, watched and ended. */
final class ReplayHandler {

    private static final int LISTED = 100;

    private final Replays replays;
    private final Pipelines pipelines;
    private final Clock clock;

    ReplayHandler(Replays replays, Pipelines pipelines, Clock clock) {
        this.replays = replays;
        this.pipelines = pipelines;
        this.clock = clock;
    }

    Mono<ServerResponse> start(ServerRequest request) {
        return Members.of(request, ReplayRequest.MEMBERS, ReplayRequest.EXAMPLE)
                .map(members -> ReplayRequest.of(members, clock.instant()))
                .doOnNext(this::checkDestination)
                .flatMap(wanted -> replays.survey(wanted.filter()).flatMap(survey -> answer(wanted, survey)));
    }

    private void checkDestination(ReplayRequest wanted) {
        String name = String.valueOf(wanted.filter().destination());
        if (pipelines.statuses().stream().noneMatch(status -> status.name().equals(name))) {
            throw ApiProblem.badRequest(DestinationHandler.unknown(name, pipelines));
        }
    }

    private Mono<ServerResponse> answer(ReplayRequest wanted, Survey survey) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("matching", survey.matching());
        if (wanted.dryRun()) {
            json.put("sample", survey.sample().stream().map(DeliveryJson::line).toList());
            return json(HttpStatus.OK, json);
        }
        if (survey.matching() == 0) {
            json.put("detail", "Nothing matches; there is nothing to replay.");
            return json(HttpStatus.OK, json);
        }
        if (!wanted.confirms(survey.matching())) {
            return Mono.error(ApiProblem.unconfirmed(survey.matching()));
        }
        return replays.start(wanted.filter(), wanted.rate(), survey)
                .switchIfEmpty(
                        Mono.error(
                                () -> ApiProblem.conflict(
                                        "Too many replays are running; wait for one to end, or cancel one: DELETE /api/deliveries/replays/{id}.")))
                .flatMap(replay -> json(
                        HttpStatus.ACCEPTED, Map.of("id", Long.toString(replay.id()), "matching", replay.matching())));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return replays.newest(LISTED)
                .map(ReplayJson::of)
                .collectList()
                .flatMap(newest -> json(HttpStatus.OK, Map.of("replays", newest)));
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return shown(request.pathVariable("id"), replays::find);
    }

    Mono<ServerResponse> cancel(ServerRequest request) {
        return shown(request.pathVariable("id"), replays::cancel);
    }

    private static Mono<ServerResponse> shown(String id, LongFunction<Mono<Replay>> replay) {
        return Mono.defer(() -> replay.apply(number(id)))
                .switchIfEmpty(Mono.error(() -> unknown(id)))
                .flatMap(found -> json(HttpStatus.OK, ReplayJson.of(found)));
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw unknown(id);
        }
    }

    private static ApiProblem unknown(String id) {
        return ApiProblem.notFound("There is no replay " + id + ".");
    }

    private static Mono<ServerResponse> json(HttpStatus status, Map<String, ? extends @Nullable Object> body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body);
    }
}
