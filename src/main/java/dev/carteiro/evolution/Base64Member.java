package dev.carteiro.evolution;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** The member {@code base64} of a JSON text, apart from the rest: it may be longer than memory should hold. */
public final class Base64Member {

    private static final String NAME = "base64";

    /** In bytes of the text. */
    private static final int CHUNK = 64 * 1024;

    private final MemberScan scan = new MemberScan(NAME, List.of(), false);
    private final Base64Text text = new Base64Text();
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream(0);
    private final int mostRest;

    /** For an object that comes in pieces, of which {@code mostRest} bytes at most are something else. */
    Base64Member(int mostRest) {
        this.mostRest = mostRest;
    }

    /** What is decoded of this piece. */
    byte[] decoded(byte[] piece) {
        for (byte next : piece) {
            if (scan.take(next)) {
                text.take(next);
            } else {
                rest.write(next);
            }
        }
        if (rest.size() > mostRest) {
            throw new TooMuchElseException(mostRest);
        }
        return text.decoded();
    }

    /** What is decoded last, when no more pieces come. */
    byte[] end() {
        text.end();
        return text.decoded();
    }

    /** All but the string, in whose place an empty one stands. */
    byte[] rest() {
        return rest.toByteArray();
    }

    /**
     * The file that comes with a webhook's message, {@code base64} somewhere in its {@code data.message}; an error where it is
     * no base64, and null where none comes. {@code body} is searched at once, and decoded as it is asked for, each time anew.
     */
    public static @Nullable Flux<byte[]> in(byte[] body) {
        MemberScan scan = new MemberScan(NAME, List.of("data", "message"), true);
        for (int start = 0; start < body.length; start++) {
            if (scan.take(body[start])) {
                int end = start + 1;
                while (end < body.length && scan.take(body[end])) {
                    end++;
                }
                return end == body.length ? null : decoded(body, start, end);
            }
        }
        return null;
    }

    private static Flux<byte[]> decoded(byte[] body, int start, int end) {
        return Flux.generate(() -> new Reading(body, end, start), Reading::next).filter(bytes -> bytes.length > 0);
    }

    private static final class Reading {

        private final Base64Text text = new Base64Text();
        private final byte[] body;
        private final int end;
        private int at;

        Reading(byte[] body, int end, int at) {
            this.body = body;
            this.end = end;
            this.at = at;
        }

        Reading next(SynchronousSink<byte[]> sink) {
            if (at > end) {
                sink.complete();
                return this;
            }
            int stop = Math.min(end, at + CHUNK);
            while (at < stop) {
                text.take(body[at++]);
            }
            if (at == end) {
                text.end();
                at++;
            }
            sink.next(text.decoded());
            return this;
        }
    }

    /** There is more besides it than was to be expected. */
    static final class TooMuchElseException extends RuntimeException {

        TooMuchElseException(int most) {
            super("an answer of more than " + most + " bytes besides the file", null, false, false);
        }
    }
}
