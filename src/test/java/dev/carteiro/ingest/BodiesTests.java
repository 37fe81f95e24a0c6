package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class BodiesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Bodies bodies = new Bodies(10, 15);

    private static ServerHttpRequest request(@Nullable Integer announced, String... chunks) {
        Flux<DataBuffer> body = Flux.fromArray(chunks)
                .map(chunk -> DefaultDataBufferFactory.sharedInstance.wrap(chunk.getBytes(StandardCharsets.UTF_8)));
        MockServerHttpRequest.BodyBuilder builder = MockServerHttpRequest.post("/webhook");
        return (announced == null ? builder : builder.header(HttpHeaders.CONTENT_LENGTH, announced.toString()))
                .body(body);
    }

    private Mono<String> read(ServerHttpRequest request) {
        return bodies.with(request, body -> Mono.just(new String(body, StandardCharsets.UTF_8)));
    }

    private static void assertRefused(Mono<String> reading, HttpStatus status) {
        StepVerifier.create(reading)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                RequestRefusedException.class,
                                refused -> assertThat(refused.status()).isEqualTo(status)))
                .verify(PATIENCE);
    }

    private static void assertRead(Mono<String> reading, String expected) {
        StepVerifier.create(reading).expectNext(expected).expectComplete().verify(PATIENCE);
    }

    @Test
    void readsABodyInPiecesAnnouncedOrNot() {
        assertRead(read(request(10, "01234", "56789")), "0123456789");
        assertRead(read(request(null, "01", "234", "56789")), "0123456789");
        assertRead(read(request(null)), "");
        assertRead(read(request(3, "01234")), "01234");
    }

    @Test
    void refusesABodyBeyondTheLimit() {
        assertRefused(read(request(11, "0")), HttpStatus.CONTENT_TOO_LARGE);
        assertRefused(read(request(null, "0123456789", "0")), HttpStatus.CONTENT_TOO_LARGE);
    }

    @Test
    void asksForPatienceWhileTooMuchIsHeld() {
        Sinks.Empty<String> done = Sinks.empty();
        CompletableFuture<@Nullable String> held =
                bodies.with(request(10, "0123456789"), body -> done.asMono()).toFuture();
        assertRefused(read(request(6, "012345")), HttpStatus.TOO_MANY_REQUESTS);
        assertRefused(read(request(null, "0123", "45")), HttpStatus.TOO_MANY_REQUESTS);
        assertRead(read(request(5, "01234")), "01234");
        done.tryEmitEmpty().orThrow();
        assertThat(held).succeedsWithin(PATIENCE);
        assertRead(read(request(10, "0123456789")), "0123456789");
    }

    @Test
    void givesTheRoomBackOfWhatWasRefusedOrFailed() {
        for (int round = 0; round < 10; round++) {
            assertRefused(read(request(11, "0")), HttpStatus.CONTENT_TOO_LARGE);
            assertRefused(read(request(null, "0123456789", "0")), HttpStatus.CONTENT_TOO_LARGE);
            StepVerifier.create(bodies.with(
                            request(8, "01234567"), body -> Mono.error(new IllegalStateException("failed"))))
                    .expectErrorMessage("failed")
                    .verify(PATIENCE);
        }
        assertRead(read(request(10, "0123456789")), "0123456789");
    }
}
