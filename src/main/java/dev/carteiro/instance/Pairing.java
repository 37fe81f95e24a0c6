package dev.carteiro.instance;

import org.jspecify.annotations.Nullable;

/** What came of asking for a code. */
public sealed interface Pairing {

    /** Here is one. */
    record Ready(QrCode code) implements Pairing {}

    /** There is none to be had now; {@code state} is the instance's, {@code reason} a sentence. */
    record None(@Nullable String state, String reason) implements Pairing {}

    /** The server will not do it. */
    record Failed(Failure failure) implements Pairing {}
}
