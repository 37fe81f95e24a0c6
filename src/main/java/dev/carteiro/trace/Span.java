package dev.carteiro.trace;

import org.jspecify.annotations.Nullable;

/** Something that takes time. One that is never ended is never sent. */
public interface Span {

    /** For those who go on from here. */
    String traceparent();

    void note(String attribute, String value);

    void note(String attribute, long value);

    /** {@code error} is a word for the kind of trouble, the same for all of its kind; null where there was none. */
    void end(@Nullable String error);
}
