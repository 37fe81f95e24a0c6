package dev.carteiro.network;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** What came of fetching somebody else's URL. */
public sealed interface Fetched {

    /**
     * The file.
     *
     * @param contentType as the server says; absent where it does not
     * @param length in bytes, absent where the server does not say
     * @param bytes to be read once, while it is used; an error where they are more than allowed, or break off
     */
    record Found(@Nullable String contentType, @Nullable Long length, Flux<byte[]> bytes) implements Fetched {}

    /** It may not be fetched, or not by us; {@code reason} names no more of the URL than its host. */
    record Denied(String reason) implements Fetched {}

    /** The server has answered something else. */
    record Absent(int status) implements Fetched {}
}
