package dev.carteiro.console;

import dev.carteiro.config.ConfigReloader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code POST /api/routes/try}: where events of the log would go if the body were {@code carteiro.yml}. */
final class TrialHandler {

    private final Trials trials;
    private final Clock clock;

    TrialHandler(Trials trials, Clock clock) {
        this.trials = trials;
        this.clock = clock;
    }

    Mono<ServerResponse> run(ServerRequest request) {
        return Mono.fromSupplier(() -> TrialQuery.of(request, clock.instant()))
                .flatMap(query -> file(request).flatMap(file -> trials.run(file, query)))
                .flatMap(result -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(result.json()));
    }

    /** The body, whatever type it says it is: curl calls everything a form. */
    private static Mono<byte[]> file(ServerRequest request) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), ConfigReloader.LARGEST)
                .map(TrialHandler::bytes)
                .filter(bytes -> !new String(bytes, StandardCharsets.UTF_8).isBlank())
                .switchIfEmpty(
                        Mono.error(
                                () -> ApiProblem.badRequest(
                                        "The body is empty; send the carteiro.yml to be tried, as curl --data-binary @carteiro.yml does.")))
                .onErrorMap(
                        DataBufferLimitException.class,
                        tooLarge -> ApiProblem.tooLarge("The body is larger than " + (ConfigReloader.LARGEST >> 10)
                                + " KiB, the most that a carteiro.yml may have."));
    }

    private static byte[] bytes(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
