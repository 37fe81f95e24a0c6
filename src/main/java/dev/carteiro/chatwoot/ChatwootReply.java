package dev.carteiro.chatwoot;

import tools.jackson.databind.JsonNode;

/** What a Chatwoot server made of a call. */
public sealed interface ChatwootReply {

    /** It did it. {@code body} is missing where there was none. */
    record Done(JsonNode body) implements ChatwootReply {}

    /**
     * It did not, or that is not known; {@code status} is 0 where none came, and {@code reason} a sentence without its full stop
     * and without anything secret.
     */
    record Failed(Fault fault, int status, String reason) implements ChatwootReply {}

    /** Whose fault it is. */
    enum Fault {
        /** No connection: it has surely not been done. */
        UNREACHABLE,
        /** It was sent, and no answer came: whether it was done is not known. */
        UNANSWERED,
        /** Our token is wrong, or may not do that. */
        UNAUTHORIZED,
        /** There is no such thing, or none that our token may see. */
        NOT_FOUND,
        /** Another one has that number, identifier, address or source id already. */
        TAKEN,
        /** What was asked for cannot be done as it is. */
        INVALID,
        /** It has more bytes than the server, or a proxy before it, takes. */
        TOO_LARGE,
        /** Too many in too short a time; a minute later it may be done. */
        LIMITED,
        /** A fault of its own, which may pass. */
        BROKEN
    }
}
