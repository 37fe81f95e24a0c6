package dev.carteiro.destination;

import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.delivery.Sender;
import dev.carteiro.network.Unreachable;
import dev.carteiro.trace.Traceparent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Posts an event, or a burst of them, to a URL. Every attempt carries the same {@code webhook-id}, by which a receiver recognises a repeat, and
 * is signed as Standard Webhooks has it where there is a secret.
 */
final class HttpSender implements Sender {

    private static final int EXCERPT = 4 * 1024;

    private static final byte[] NOTHING = {};

    private final Function<String, HttpClient> http;
    private final String url; // not a URI, which knows no host with an underscore, and Docker is full of those
    private final Form form;
    private final RequestHeaders headers;
    private final Answers answers;

    HttpSender(Function<String, HttpClient> http, String url, Form form, RequestHeaders headers, Answers answers) {
        this.http = http;
        this.url = url;
        this.form = form;
        this.headers = headers;
        this.answers = answers;
    }

    @Override
    public Mono<Outcome> send(Delivery delivery, @Nullable String elsewhere) {
        return call(delivery, elsewhere, EXCERPT).map(Caller.Heard::outcome);
    }

    /** The same, with {@code most} bytes of the answer's body. */
    Mono<Caller.Heard> call(Delivery delivery, @Nullable String elsewhere, int most) {
        String to = elsewhere == null ? url : elsewhere;
        return form.of(delivery.burst()).onErrorMap(UnsentException::new).flatMap(shaped -> switch (shaped) {
            case Form.Ready ready -> post(to, delivery.event().envelope().id(), ready.payload(), most);
            case Form.Unfit unfit -> Mono.just(Caller.Heard.nothing(new Outcome.Refused(unfit.reason(), null)));
        });
    }

    private Mono<Caller.Heard> post(String to, String id, Payload payload, int most) {
        return Mono.deferContextual(context -> {
            String traceparent = Traceparent.in(context);
            // A pooled connection keeps hold of its last request's publisher; it must not keep the bytes with it.
            AtomicReference<byte[]> bytes = new AtomicReference<>(payload.bytes());
            return http.apply(to)
                    .headers(written -> {
                        if (traceparent != null) {
                            written.set(Traceparent.HEADER, traceparent);
                        }
                        headers.write(written, id, payload);
                    })
                    .post()
                    .uri(to)
                    .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes.get())))
                    .response((response, body) -> answer(response, body, most))
                    .single()
                    .onErrorMap(failure -> Unreachable.of(failure, to))
                    .doFinally(signal -> bytes.set(NOTHING));
        });
    }

    /** The whole body is read, so that the connection can be used again; its beginning is kept. */
    private Mono<Caller.Heard> answer(HttpClientResponse response, ByteBufFlux body, int most) {
        return body.reduceWith(() -> new ByteArrayOutputStream(0), (kept, chunk) -> keepBeginning(kept, chunk, most))
                .map(ByteArrayOutputStream::toByteArray)
                .map(kept -> new Caller.Heard(outcome(response, kept), kept));
    }

    private Outcome outcome(HttpClientResponse response, byte[] kept) {
        int status = response.status().code();
        String excerpt = new String(kept, 0, Math.min(kept.length, EXCERPT), StandardCharsets.UTF_8);
        return answers.outcome(status, response.responseHeaders().get("retry-after"), new Answer(status, excerpt));
    }

    private static ByteArrayOutputStream keepBeginning(ByteArrayOutputStream kept, ByteBuf chunk, int most) {
        int length = Math.min(chunk.readableBytes(), most - kept.size());
        if (length > 0) {
            try {
                chunk.getBytes(chunk.readerIndex(), kept, length);
            } catch (IOException memoryHasNone) {
                throw new UncheckedIOException(memoryHasNone);
            }
        }
        return kept;
    }
}
