package dev.carteiro.evolution;

import dev.carteiro.network.Spooled;
import org.jspecify.annotations.Nullable;

/** What came of asking an Evolution server for a message's file. */
public sealed interface Download {

    /** The file, to be closed by whoever takes it. */
    record Found(String mimetype, @Nullable String fileName, Spooled file) implements Download {}

    /** There is none, or none any more; {@code reason} is a sentence without its full stop. */
    record None(String reason) implements Download {}

    /** It could not be had. */
    record Failed(Reply.Failed reply) implements Download {}
}
