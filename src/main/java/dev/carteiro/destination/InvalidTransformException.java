package dev.carteiro.destination;

/** A transform is not JSONata; the message says where and why. */
final class InvalidTransformException extends IllegalArgumentException {

    InvalidTransformException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    InvalidTransformException(String sentence) {
        super(sentence);
    }
}
