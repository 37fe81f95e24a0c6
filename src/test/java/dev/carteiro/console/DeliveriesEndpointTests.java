package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DeliveriesEndpointTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static void isUnavailable(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(ApiProblem.class, problem -> {
            assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(problem.getBody().getDetail()).startsWith("The database does not answer");
        });
    }

    @Test
    void waitsForNoDatabaseForEver() {
        StepVerifier.withVirtualTime(() -> DeliveriesEndpoint.answered(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(7_999))
                .thenAwait(Duration.ofMillis(1))
                .expectErrorSatisfies(DeliveriesEndpointTests::isUnavailable)
                .verify(PATIENCE);
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        StepVerifier.create(DeliveriesEndpoint.answered(
                        Mono.error(new DataAccessResourceFailureException("Connection refused"))))
                .expectErrorSatisfies(DeliveriesEndpointTests::isUnavailable)
                .verify(PATIENCE);
    }

    @Test
    void leavesOtherAnswersAlone() {
        ApiProblem unknown = ApiProblem.notFound("There is no destination nobody.");
        StepVerifier.create(DeliveriesEndpoint.answered(Mono.error(unknown)))
                .expectErrorSatisfies(failure -> assertThat(failure).isSameAs(unknown))
                .verify(PATIENCE);
        StepVerifier.create(DeliveriesEndpoint.answered(Mono.just(1)))
                .expectNext(1)
                .expectComplete()
                .verify(PATIENCE);
    }
}
