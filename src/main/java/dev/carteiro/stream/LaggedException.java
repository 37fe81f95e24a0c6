package dev.carteiro.stream;

/** A subscriber takes events more slowly than they come, and what it would get next is no longer at hand. */
final class LaggedException extends RuntimeException {

    LaggedException() {
        super("the subscriber is slower than the events", null, false, false);
    }
}
