package dev.carteiro.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** An answer of the API that says what is wrong, as problem details. */
final class ApiProblem extends ErrorResponseException {

    private ApiProblem(HttpStatus status, String detail) {
        super(status);
        setDetail(detail);
    }

    static ApiProblem badRequest(String detail) {
        return new ApiProblem(HttpStatus.BAD_REQUEST, detail);
    }

    static ApiProblem notFound(String detail) {
        return new ApiProblem(HttpStatus.NOT_FOUND, detail);
    }
}
