package dev.carteiro.source;

import dev.carteiro.event.Fact;
import java.util.List;

/**
 * What a source read from a request.
 *
 * @param body the request's bytes, without what must not be kept
 */
@SuppressWarnings("ArrayRecordComponent") // a body is never compared
public record Decoded(List<Fact> facts, byte[] body) {

    public Decoded {
        facts = List.copyOf(facts);
    }
}
