package dev.carteiro.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.reactive.function.server.MockServerRequest;
import org.springframework.web.reactive.function.server.EntityResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.test.StepVerifier;

class StreamProblemTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a request is answered that has this problem. */
    static int status(StreamProblem problem) {
        return answer(problem).statusCode().value();
    }

    private static ServerResponse answer(StreamProblem problem) {
        MockServerRequest request = MockServerRequest.builder()
                .uri(URI.create("http://here/events"))
                .build();
        List<ServerResponse> answers = new ArrayList<>();
        StepVerifier.create(problem.answer(request))
                .recordWith(() -> answers)
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
        return answers.getFirst();
    }

    @Test
    void isToldAsProblemDetails() {
        ServerResponse answer = answer(StreamProblem.badRequest("Not like this."));
        assertThat(answer.headers().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(((EntityResponse<?>) answer).entity())
                .hasToString("{title=Bad Request, status=400, detail=Not like this., instance=/events}");
    }

    @Test
    void saysHowToAuthenticateWhereThatIsTheProblem() {
        assertThat(answer(StreamProblem.unauthorized("Who?")).headers().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isEqualTo("Bearer");
        assertThat(answer(StreamProblem.forbidden("No.")).headers().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isNull();
    }
}
