package dev.carteiro.ingest;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** A request that is turned away; the message tells its sender why. */
final class RequestRefusedException extends RuntimeException {

    private final HttpStatus status;

    private RequestRefusedException(HttpStatus status, String detail) {
        super(detail, null, false, false); // what a sender did wrong has no stack trace of ours
        this.status = status;
    }

    static RequestRefusedException notJson(String detail) {
        return new RequestRefusedException(HttpStatus.BAD_REQUEST, detail);
    }

    static RequestRefusedException noSource(String detail) {
        return new RequestRefusedException(HttpStatus.NOT_FOUND, detail);
    }

    static RequestRefusedException tooLarge(long limit) {
        return new RequestRefusedException(
                HttpStatus.CONTENT_TOO_LARGE,
                "The body is larger than " + limit + " bytes, the limit that CARTEIRO_MAX_BODY sets.");
    }

    static RequestRefusedException saturated() {
        return new RequestRefusedException(
                HttpStatus.TOO_MANY_REQUESTS, "More is arriving than can be written down; send it again shortly.");
    }

    static RequestRefusedException notPost(HttpMethod method) {
        return new RequestRefusedException(
                HttpStatus.METHOD_NOT_ALLOWED, "Webhooks come here with POST; this was " + method + ".");
    }

    static RequestRefusedException unauthorized(int status, String detail) {
        return new RequestRefusedException(HttpStatus.valueOf(status), detail);
    }

    HttpStatus status() {
        return status;
    }
}
