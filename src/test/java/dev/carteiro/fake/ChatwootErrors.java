package dev.carteiro.fake;

import java.util.List;

/** The answers with which a Chatwoot refuses. */
final class ChatwootErrors {

    private ChatwootErrors() {}

    static Refused notFound() {
        return error(404, "Resource could not be found");
    }

    static Refused error(int status, String text) {
        return new Refused(Answer.json(status, Json.object("error", text)));
    }

    /** RecordInvalid. */
    static Refused invalid(List<String> messages, List<String> attributes) {
        String all = String.join(", ", messages);
        return new Refused(Answer.json(422, Json.object("message", all, "attributes", Json.array(attributes))));
    }

    /** RecordNotUnique and whatever else nobody has caught. */
    static Refused internal() {
        return new Refused(Answer.json(500, Json.object("status", 500, "error", "Internal Server Error")));
    }

    static Refused publicNotFound() {
        return new Refused(Answer.json(404, Json.object("status", 404, "error", "Not Found")));
    }

    static Refused signIn() {
        List<String> errors = List.of("You need to sign in or sign up before continuing.");
        return new Refused(Answer.json(401, Json.object("errors", Json.array(errors))));
    }
}
