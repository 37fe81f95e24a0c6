package dev.carteiro.network;

import dev.carteiro.network.Exchange.Answered;
import dev.carteiro.network.Exchange.Cause;
import dev.carteiro.network.Exchange.Unanswered;
import dev.carteiro.network.Question.Content;
import dev.carteiro.trace.Traceparent;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyOutbound;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** Asks other servers, and tells what has surely not been done from what may have been, though no answer came. */
public final class Exchanges {

    private final HttpClient http;
    private final Consumer<HttpHeaders> headers;

    /** {@code headers} writes those that each request has, besides the ones that say what is sent and wanted. */
    public Exchanges(HttpClient http, Consumer<HttpHeaders> headers) {
        this.http = http;
        this.headers = headers;
    }

    /** The answer in whole, of {@code most} bytes or fewer. It is emitted where there is time to read it. */
    public Mono<Exchange> whole(Question question, int most) {
        return this.<Exchange>streamed(
                        question,
                        (status, bytes) -> collected(bytes, most).map(body -> new Answered(status, body)),
                        unanswered -> unanswered)
                .onErrorResume(
                        OverlongException.class,
                        tooLong ->
                                Mono.just(new Unanswered(Cause.OVERLONG, "an answer of more than " + most + " bytes")))
                .publishOn(Schedulers.parallel()); // event loops have better things to do than to read long answers
    }

    /**
     * What {@code use} makes of the answer's status and its bytes, which are read once and no faster than they are asked for;
     * the end of it is the end of the exchange. Its own errors are those of the result.
     */
    public <T> Mono<T> streamed(
            Question question,
            BiFunction<Integer, Flux<byte[]>, Mono<T>> use,
            Function<Unanswered, ? extends T> otherwise) {
        return Mono.deferContextual(context -> {
                    AtomicBoolean asked = new AtomicBoolean();
                    Function<Throwable, Throwable> known =
                            failure -> new UnansweredException(unanswered(failure, question, asked.get()));
                    return sending(question, asked, Traceparent.in(context))
                            .<Signal<T>>response((response, body) -> use.apply(
                                            response.status().code(),
                                            body.asByteArray().onErrorMap(known))
                                    .materialize())
                            .single()
                            .onErrorMap(known)
                            .<T>dematerialize();
                })
                .onErrorResume(UnansweredException.class, failure -> Mono.just(otherwise.apply(failure.unanswered)));
    }

    /** Fails where there are more than {@code most}. */
    public static Mono<byte[]> collected(Flux<byte[]> bytes, int most) {
        return bytes.reduceWith(() -> new ByteArrayOutputStream(0), (all, part) -> {
                    if (all.size() + part.length > most) {
                        throw new OverlongException(most);
                    }
                    all.writeBytes(part);
                    return all;
                })
                .map(ByteArrayOutputStream::toByteArray);
    }

    private HttpClient.ResponseReceiver<?> sending(
            Question question, AtomicBoolean asked, @Nullable String traceparent) {
        HttpClient.RequestSender sender = http.responseTimeout(question.patience())
                .doOnRequest((request, connection) -> asked.set(true))
                .headers(written -> {
                    written.set(HttpHeaderNames.ACCEPT, "application/json");
                    if (traceparent != null) {
                        written.set(Traceparent.HEADER, traceparent);
                    }
                    headers.accept(written);
                    describe(question.content(), written);
                })
                .request(question.method())
                .uri(question.url());
        return switch (question.content()) {
            case null -> sender.send(Mono.empty());
            case Content.Json json ->
                sender.send(Mono.fromSupplier(
                        () -> Unpooled.wrappedBuffer(JsonMapper.shared().writeValueAsBytes(json.value()))));
            case Content.Streamed streamed -> sender.send((request, outbound) -> written(outbound, streamed, question));
        };
    }

    private static void describe(@Nullable Content content, HttpHeaders headers) {
        switch (content) {
            case null -> {}
            case Content.Json json -> headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            case Content.Streamed streamed ->
                headers.set(HttpHeaderNames.CONTENT_TYPE, streamed.type())
                        .set(HttpHeaderNames.CONTENT_LENGTH, streamed.length());
        }
    }

    /** Each chunk when the one before is with the system: Reactor Netty would ask for 128 of them ahead. */
    private static Mono<Void> written(NettyOutbound outbound, Content.Streamed streamed, Question question) {
        return outbound.then()
                .thenMany(streamed.bytes()
                        .onErrorMap(UnreadableException::new)
                        .concatMap(
                                chunk -> outbound.sendObject(new DefaultHttpContent(Unpooled.wrappedBuffer(chunk)))
                                        .then()
                                        .timeout(question.patience()),
                                1))
                .then();
    }

    private static Unanswered unanswered(Throwable failure, Question question, boolean asked) {
        Cause cause = asked && !unsent(failure) ? Cause.SILENT : Cause.UNREACHABLE;
        return switch (Unreachable.of(failure, question.url())) {
            case UnansweredException known -> known.unanswered;
            case UnreadableException ours -> new Unanswered(Cause.UNREADABLE, ours.reason());
            case ReadTimeoutException late -> new Unanswered(cause, "no answer in time");
            case TimeoutException stuck when asked -> new Unanswered(cause, "it takes no more of what is sent");
            case Unreachable away -> new Unanswered(cause, String.valueOf(away.getMessage()));
            case Throwable other -> new Unanswered(cause, other.toString());
        };
    }

    /** A connection of the pool that turns out to be closed. */
    private static boolean unsent(Throwable failure) {
        return failure instanceof AbortedException
                && String.valueOf(failure.getMessage()).contains("BEFORE send");
    }

    /** An answer beyond all bounds. */
    public static final class OverlongException extends RuntimeException {

        OverlongException(int most) {
            super("it has more than " + most + " bytes", null, false, false);
        }
    }

    private static final class UnreadableException extends RuntimeException {

        UnreadableException(Throwable cause) {
            super(cause);
        }

        String reason() {
            return "what was to be sent cannot be read: " + getCause();
        }
    }

    private static final class UnansweredException extends RuntimeException {

        private final transient Unanswered unanswered;

        UnansweredException(Unanswered unanswered) {
            super(unanswered.reason(), null, false, false);
            this.unanswered = unanswered;
        }
    }
}
