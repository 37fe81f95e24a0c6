package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class DrainTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Drain drain = new Drain(Duration.ofSeconds(5), time);
    private final AtomicBoolean over = new AtomicBoolean();

    private MockServerWebExchange answered(MockServerHttpRequest.BaseBuilder<?> request) {
        MockServerWebExchange exchange = MockServerWebExchange.from(request);
        StepVerifier.create(new Parting(drain).filter(exchange, passed -> Mono.empty()))
                .expectComplete()
                .verify(PATIENCE);
        return exchange;
    }

    @Test
    void theDoorStaysOpenForAsLongAsItIsTold() {
        drain.start();
        assertThat(drain.hasBegun()).isFalse();

        drain.stop(() -> over.set(true));

        assertThat(drain.hasBegun()).isTrue();
        time.advanceTimeBy(Duration.ofMillis(4_999));
        assertThat(over).isFalse();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(over).isTrue();
    }

    @Test
    void connectionsEndWithTheirNextAnswer() {
        drain.start();
        assertThat(answered(MockServerHttpRequest.post("/webhook"))
                        .getResponse()
                        .getHeaders()
                        .getConnection())
                .isEmpty();

        drain.stop(() -> over.set(true));

        assertThat(answered(MockServerHttpRequest.post("/webhook"))
                        .getResponse()
                        .getHeaders()
                        .getConnection())
                .containsExactly("close");
        assertThat(answered(MockServerHttpRequest.get("/events/ws").header("Upgrade", "websocket"))
                        .getResponse()
                        .getHeaders()
                        .getConnection())
                .as("an upgrade's Connection header says something else")
                .isEmpty();
    }

    @Test
    void itIsShorterThanAnEndMayTake() {
        assertThat(new IngestProperties(DataSize.ofMegabytes(64), Duration.ofSeconds(25)).drain())
                .isEqualTo(Duration.ofSeconds(25));
        assertThatThrownBy(() -> new IngestProperties(DataSize.ofMegabytes(64), Duration.ofSeconds(26)))
                .hasMessage("CARTEIRO_DRAIN is PT26S: give 0s to 25s, such as 5s.");
        assertThatThrownBy(() -> new IngestProperties(DataSize.ofMegabytes(64), Duration.ofSeconds(-1)))
                .hasMessageStartingWith("CARTEIRO_DRAIN is PT-1S");
    }
}
