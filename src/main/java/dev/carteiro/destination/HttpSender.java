package dev.carteiro.destination;

import dev.carteiro.delivery.Answer;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.delivery.Sender;
import dev.carteiro.network.Unreachable;
import dev.carteiro.trace.Traceparent;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
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

    private final Function<String, HttpClient> http;
    private final Form form;
    private final RequestHeaders headers;
    private final Answers answers;
    private final Place configured;
    private volatile Place elsewhere;

    HttpSender(Function<String, HttpClient> http, String url, Form form, RequestHeaders headers, Answers answers) {
        this.http = http;
        this.form = form;
        this.headers = headers;
        this.answers = answers;
        configured = place(url);
        elsewhere = configured;
    }

    /** Where requests go, with all that is the same for each of them: the client makes a copy of itself for each setting. */
    private record Place(String url, HttpClient.RequestSender requests) {}

    private Place place(String url) {
        HttpClient.RequestSender requests = http.apply(url)
                .headers(constant -> {
                    headers.constant(constant);
                    // Where no length is announced, the client prepares for chunks; the right one is set with the
                    // content.
                    constant.setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
                })
                .post();
        URI parsed = parsed(url);
        return new Place(url, parsed == null ? requests.uri(url) : requests.uri(parsed));
    }

    /** Null where only the client can read it: a URI knows no host with an underscore, and Docker is full of those. */
    private static @Nullable URI parsed(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() == null || uri.getRawUserInfo() != null ? null : uri;
        } catch (URISyntaxException notForUs) {
            return null;
        }
    }

    /** The last other place is kept: there is one at a time, and for all attempts as long as it is in force. */
    private Place place(Place last, String url) {
        if (last.url().equals(url)) {
            return last;
        }
        Place made = place(url);
        elsewhere = made;
        return made;
    }

    @Override
    public Mono<Outcome> send(Delivery delivery, @Nullable String elsewhere) {
        return call(delivery, elsewhere, EXCERPT).map(Caller.Heard::outcome);
    }

    /** The same, with {@code most} bytes of the answer's body. */
    Mono<Caller.Heard> call(Delivery delivery, @Nullable String elsewhere, int most) {
        Place to = elsewhere == null ? configured : place(this.elsewhere, elsewhere);
        return form.of(delivery.burst()).onErrorMap(UnsentException::new).flatMap(shaped -> switch (shaped) {
            case Form.Ready ready -> post(to, delivery.event().envelope().id(), ready.payload(), most);
            case Form.Unfit unfit -> Mono.just(Caller.Heard.nothing(new Outcome.Refused(unfit.reason(), null)));
        });
    }

    private Mono<Caller.Heard> post(Place to, String id, Payload payload, int most) {
        return Mono.deferContextual(context -> {
            Posting posting = new Posting(headers, id, payload, Traceparent.in(context));
            return to.requests()
                    .send(posting)
                    .response((response, body) -> answer(response, body, most))
                    .single()
                    .onErrorMap(failure -> Unreachable.of(failure, to.url()))
                    .doFinally(signal -> posting.letGo());
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
