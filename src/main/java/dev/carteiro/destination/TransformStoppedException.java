package dev.carteiro.destination;

/** An evaluation takes more than it may, or makes what is no JSON; the message says so without a word of the event. */
final class TransformStoppedException extends RuntimeException {

    TransformStoppedException(String reason) {
        super(reason, null, false, false);
    }
}
