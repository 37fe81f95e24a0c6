package dev.carteiro.console;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** An answer of the API that says what is wrong, as problem details. */
final class ApiProblem extends ErrorResponseException {

    private ApiProblem(HttpStatus status, String detail) {
        super(status);
        setDetail(detail);
    }

    static ApiProblem of(HttpStatus status, String detail) {
        return new ApiProblem(status, detail);
    }

    /** Not our caller's fault, and over in a while. */
    static ApiProblem unavailable(String detail) {
        return new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, detail);
    }

    static ApiProblem badRequest(String detail) {
        return new ApiProblem(HttpStatus.BAD_REQUEST, detail);
    }

    static ApiProblem notFound(String detail) {
        return new ApiProblem(HttpStatus.NOT_FOUND, detail);
    }

    /** What is asked for does not fit the state in which things are now. */
    static ApiProblem conflict(String detail) {
        return new ApiProblem(HttpStatus.CONFLICT, detail);
    }

    /** So many deliveries are not replayed without somebody saying that this is meant. */
    static ApiProblem unconfirmed(long matching) {
        ApiProblem problem = new ApiProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "This would replay " + matching + " deliveries. If that is meant, send it again with \"confirm\": "
                        + matching + "; with \"dryRun\": true it shows some of them.");
        problem.getBody().setProperty("matching", matching);
        return problem;
    }

    static ApiProblem tooLarge(String detail) {
        return new ApiProblem(HttpStatus.CONTENT_TOO_LARGE, detail);
    }

    /** Who asks has been wrong too often. */
    static ApiProblem bounded(long seconds) {
        ApiProblem problem = new ApiProblem(
                HttpStatus.TOO_MANY_REQUESTS,
                "Too many wrong tokens came from your address, so that none is looked at now; try again in " + seconds
                        + " seconds.");
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return problem;
    }

    /** A configuration that would be refused, for these reasons. */
    static ApiProblem faulty(List<String> problems) {
        return faulty("This configuration would be refused; problems says what is wrong.", problems);
    }

    static ApiProblem faulty(String detail, List<String> problems) {
        ApiProblem problem = new ApiProblem(HttpStatus.UNPROCESSABLE_CONTENT, detail);
        problem.getBody().setProperty("problems", List.copyOf(problems));
        return problem;
    }

    /** Come again in a moment. */
    static ApiProblem busy(String detail) {
        ApiProblem problem = new ApiProblem(HttpStatus.TOO_MANY_REQUESTS, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
        return problem;
    }
}
