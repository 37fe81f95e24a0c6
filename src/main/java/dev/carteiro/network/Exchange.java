package dev.carteiro.network;

/** What came of asking another server something. */
public sealed interface Exchange {

    /** It has answered; {@code body} is empty where it has said nothing. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answered(int status, byte[] body) implements Exchange {}

    /** It has not answered; {@code reason} is a sentence without its full stop, and has no more of the URL than its host. */
    record Unanswered(Cause cause, String reason) implements Exchange {}

    /** What that means for what was asked. */
    enum Cause {
        /** There was no connection: it has surely not been done. */
        UNREACHABLE,
        /** It has been asked, at least in part: whether it was done is not known. */
        SILENT,
        /** What was to be sent along could not be read to its end: it has surely not been done. */
        UNREADABLE,
        /** It has answered, and with more than is taken. */
        OVERLONG
    }
}
