package dev.carteiro.instance;

/** What was asked for, or why it could not be done. */
public sealed interface Result<T> {

    /** Done; {@code value} is what there is now. */
    record Done<T>(T value) implements Result<T> {}

    /** Not done. */
    record Failed<T>(Failure failure) implements Result<T> {}
}
