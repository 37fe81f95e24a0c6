package dev.carteiro.instance;

import dev.carteiro.evolution.Reply;

/** Something that could not be done with an instance; {@code reason} is a sentence for whoever asked for it. */
public record Failure(Kind kind, String reason) {

    /** Whose fault it is. */
    public enum Kind {
        /** There is no such instance, or no such source. */
        UNKNOWN,
        /** There is one already, or several that are meant. */
        CONFLICT,
        /** What was asked for makes no sense there. */
        REFUSED,
        /** The server has a fault, or does not take our key. */
        BROKEN,
        /** The server could not be reached: whether it was done is not known. */
        UNREACHABLE
    }

    /** In words that say where to look; {@code source} is whose server it is. */
    static Failure of(Reply.Failed failed, String source, String instance) {
        String server = "The Evolution server of source " + source;
        return switch (failed.fault()) {
            case UNREACHABLE, UNANSWERED ->
                new Failure(Kind.UNREACHABLE, server + " cannot be reached: " + failed.reason() + ".");
            case UNAUTHORIZED ->
                new Failure(
                        Kind.BROKEN,
                        server + " does not take our api-key (" + failed.reason() + "); set carteiro.sources." + source
                                + ".api-key to its AUTHENTICATION_API_KEY.");
            case UNKNOWN -> new Failure(Kind.UNKNOWN, server + " has no instance " + instance + ".");
            case TAKEN -> new Failure(Kind.CONFLICT, server + " has an instance " + instance + " already.");
            case UNLICENSED ->
                new Failure(
                        Kind.BROKEN,
                        server + " has not been activated yet (LICENSE_REQUIRED); do that in its manager.");
            case REFUSED, NOT_ON_WHATSAPP ->
                new Failure(Kind.REFUSED, server + " refuses that: " + failed.reason() + ".");
            case BROKEN -> new Failure(Kind.BROKEN, server + " failed: " + failed.reason() + ".");
        };
    }
}
