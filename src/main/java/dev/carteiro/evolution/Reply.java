package dev.carteiro.evolution;

import tools.jackson.databind.JsonNode;

/** What an Evolution server made of a call. */
public sealed interface Reply {

    /** It did it. {@code body} is missing where there was none. */
    record Done(JsonNode body) implements Reply {}

    /** It did not; {@code reason} is a sentence without its full stop and without anything secret. */
    record Failed(Fault fault, String reason) implements Reply {}

    /** Whose fault it is. */
    enum Fault {
        /** No connection: it has surely not been done. */
        UNREACHABLE,
        /** It was sent, and no answer came: whether it was done is not known. */
        UNANSWERED,
        /** Our key is wrong. */
        UNAUTHORIZED,
        /** There is no such instance. */
        UNKNOWN,
        /** There is one of that name already. */
        TAKEN,
        /** Evolution 2.4 before its activation. */
        UNLICENSED,
        /** What was asked for cannot be done as it is. */
        REFUSED,
        /** The number to which something was to be sent is not on WhatsApp. */
        NOT_ON_WHATSAPP,
        /** A fault of its own, which may pass. */
        BROKEN
    }
}
