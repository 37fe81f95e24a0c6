package dev.carteiro.console;

import dev.carteiro.instance.Creation.Wish;
import dev.carteiro.instance.Failure;
import dev.carteiro.instance.Instance;
import dev.carteiro.instance.Instances;
import dev.carteiro.instance.Pairing;
import dev.carteiro.instance.QrPicture;
import dev.carteiro.instance.Result;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** {@code /api/instances}: how each stands, the code to pair it with, and its life where it runs. */
final class InstanceHandler {

    private static final String SOURCE = "source";
    private static final String NUMBER = "number";

    private final Instances instances;
    private final Scheduler pictures;

    /** {@code pictures} is where codes are drawn. */
    InstanceHandler(Instances instances, Scheduler pictures) {
        this.instances = instances;
        this.pictures = pictures;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return Mono.fromSupplier(() -> Parameters.of(request, Set.of(SOURCE)))
                .flatMap(parameters -> instances.all(parameters.text(SOURCE)))
                .flatMap(all -> json(
                        HttpStatus.OK,
                        Map.of("instances", all.stream().map(InstanceJson::of).toList())));
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return named(request, Set.of(SOURCE)).flatMap(InstanceHandler::shown);
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return InstanceWish.of(request).flatMap(this::created);
    }

    private Mono<ServerResponse> created(Wish wish) {
        return instances
                .create(wish)
                .map(InstanceHandler::done)
                .flatMap(creation ->
                        Mono.fromCallable(() -> InstanceJson.of(creation)).subscribeOn(pictures))
                .flatMap(body -> json(HttpStatus.CREATED, body));
    }

    Mono<ServerResponse> delete(ServerRequest request) {
        return asked(request, instances::delete);
    }

    Mono<ServerResponse> restart(ServerRequest request) {
        return asked(request, instances::restart);
    }

    Mono<ServerResponse> logout(ServerRequest request) {
        return asked(request, instances::logout);
    }

    private Mono<ServerResponse> asked(ServerRequest request, Function<Instance, Mono<Result<Instance>>> call) {
        return named(request, Set.of(SOURCE))
                .flatMap(call)
                .map(InstanceHandler::done)
                .flatMap(InstanceHandler::shown);
    }

    Mono<ServerResponse> connect(ServerRequest request) {
        return named(request, Set.of(SOURCE, NUMBER))
                .flatMap(instance -> instances.connect(instance, number(request)))
                .flatMap(this::paired);
    }

    private static @Nullable String number(ServerRequest request) {
        String number = request.queryParams().getFirst(NUMBER);
        if (number != null && !number.matches("\\+?\\d{6,15}")) {
            throw ApiProblem.badRequest("number is the phone's, in digits with the country's code: 5511988887777.");
        }
        return number == null ? null : number.replace("+", "");
    }

    /** As JSON, or as a picture where that is what is asked for. */
    Mono<ServerResponse> qr(ServerRequest request) {
        boolean picture = request.headers().accept().stream()
                .findFirst()
                .filter(type -> type.getType().equals(MediaType.IMAGE_PNG.getType()))
                .isPresent();
        return picture ? png(request) : pairing(request).flatMap(this::paired);
    }

    Mono<ServerResponse> png(ServerRequest request) {
        return pairing(request).flatMap(pairing -> switch (pairing) {
            case Pairing.Ready ready -> picture(ready);
            case Pairing.None none -> Mono.error(ApiProblem.notFound(none.reason()));
            case Pairing.Failed failed -> Mono.error(problem(failed.failure()));
        });
    }

    private Mono<Pairing> pairing(ServerRequest request) {
        return named(request, Set.of(SOURCE)).flatMap(instances::pairing);
    }

    private Mono<ServerResponse> picture(Pairing.Ready ready) {
        return Mono.fromCallable(() -> QrPicture.png(ready.code()))
                .subscribeOn(pictures)
                .switchIfEmpty(Mono.error(() -> ApiProblem.notFound("This code can only be typed; ask for JSON.")))
                .flatMap(png -> ServerResponse.ok()
                        .contentType(MediaType.IMAGE_PNG)
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(png));
    }

    private Mono<ServerResponse> paired(Pairing pairing) {
        return switch (pairing) {
            case Pairing.Ready ready ->
                Mono.fromCallable(() -> InstanceJson.of(ready))
                        .subscribeOn(pictures)
                        .flatMap(body -> json(HttpStatus.OK, body));
            case Pairing.None none -> json(HttpStatus.OK, InstanceJson.of(none));
            case Pairing.Failed failed -> Mono.error(problem(failed.failure()));
        };
    }

    private Mono<Instance> named(ServerRequest request, Set<String> parameters) {
        return Mono.fromSupplier(() -> Parameters.of(request, parameters))
                .flatMap(known -> instances.named(request.pathVariable("name"), known.text(SOURCE)))
                .map(InstanceHandler::done);
    }

    private static <T> T done(Result<T> result) {
        return switch (result) {
            case Result.Done<T> done -> done.value();
            case Result.Failed<T> failed -> throw problem(failed.failure());
        };
    }

    private static ApiProblem problem(Failure failure) {
        return switch (failure.kind()) {
            case UNKNOWN -> ApiProblem.notFound(failure.reason());
            case CONFLICT -> ApiProblem.conflict(failure.reason());
            case REFUSED -> ApiProblem.of(HttpStatus.UNPROCESSABLE_CONTENT, failure.reason());
            case BROKEN -> ApiProblem.of(HttpStatus.BAD_GATEWAY, failure.reason());
            case UNREACHABLE -> ApiProblem.of(HttpStatus.GATEWAY_TIMEOUT, failure.reason());
        };
    }

    private static Mono<ServerResponse> shown(Instance instance) {
        return json(HttpStatus.OK, InstanceJson.of(instance));
    }

    private static Mono<ServerResponse> json(HttpStatus status, Map<String, ? extends @Nullable Object> body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(body);
    }
}
