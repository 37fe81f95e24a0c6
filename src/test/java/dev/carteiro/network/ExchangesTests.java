package dev.carteiro.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.fake.FakeLoops;
import dev.carteiro.network.Exchange.Answered;
import dev.carteiro.network.Exchange.Cause;
import dev.carteiro.network.Exchange.Unanswered;
import dev.carteiro.network.Question.Content;
import dev.carteiro.trace.Traceparent;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class ExchangesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final int MOST = 1_000;
    private static final int CHUNK = 64 * 1024;

    /** Forty MiB and a bit. */
    private static final int CHUNKS = 641;

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final Exchanges exchanges = exchanges(HttpClient.newConnection());

    private static Exchanges exchanges(HttpClient http) {
        return new Exchanges(http.disableRetry(true), headers -> headers.set("x-key", "ours"));
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static Question question(String url, @Nullable Content content) {
        return new Question(HttpMethod.POST, url, content, SHORT);
    }

    private static Exchange whole(Exchanges exchanges, Question question) {
        AtomicReference<@Nullable Exchange> result = new AtomicReference<>();
        StepVerifier.create(exchanges.whole(question, MOST))
                .consumeNextWith(result::set)
                .expectComplete()
                .verify(PATIENCE);
        return Objects.requireNonNull(result.get());
    }

    @Test
    void saysToWhichTraceItBelongsUnlessItsHeadersDo() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Question question = question(peer.url() + "/a", null);
        Exchanges own = new Exchanges(HttpClient.newConnection(), headers -> headers.set("traceparent", "mine"));
        for (Exchanges each : new Exchanges[] {exchanges, own}) {
            StepVerifier.create(Traceparent.during(traceparent, each.whole(question, MOST)))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(PATIENCE);
        }
        assertThat(whole(exchanges, question)).isInstanceOf(Answered.class);
        assertThat(peer.requests())
                .extracting(request -> request.header("traceparent"))
                .containsExactly(traceparent, "mine", null);
    }

    private Exchange whole(@Nullable Content content) {
        return whole(exchanges, question(peer.url() + "/a", content));
    }

    private static void isUnanswered(Exchange exchange, Cause cause, String reason) {
        assertThat(exchange).isEqualTo(new Unanswered(cause, reason));
    }

    /** A server whose system takes no more than 64 KiB or so that it has not asked for. */
    private static void serving(
            BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler, Consumer<String> test) {
        DisposableServer server = FakeLoops.server()
                .option(ChannelOption.SO_RCVBUF, CHUNK)
                .childOption(ChannelOption.SO_SNDBUF, CHUNK)
                .handle(handler)
                .bindNow(PATIENCE);
        try {
            test.accept("http://127.0.0.1:" + server.port() + "/");
        } finally {
            server.disposeNow(PATIENCE);
        }
    }

    private static HttpClient tight() {
        return HttpClient.newConnection().option(ChannelOption.SO_SNDBUF, CHUNK).option(ChannelOption.SO_RCVBUF, CHUNK);
    }

    private static Flux<byte[]> counted(AtomicLong read) {
        return Flux.range(0, CHUNKS).map(number -> {
            read.addAndGet(CHUNK);
            byte[] chunk = new byte[CHUNK];
            Arrays.fill(chunk, number.byteValue());
            return chunk;
        });
    }

    private static Content streamed(Flux<byte[]> bytes) {
        return new Content.Streamed("video/mp4", (long) CHUNKS * CHUNK, bytes);
    }

    @Test
    void tellsTheStatusAndAllThatIsSaid() {
        peer.respond(418).saying("short and stout");
        assertThat(whole(null)).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(418);
            assertThat(answered.body()).asString(StandardCharsets.UTF_8).isEqualTo("short and stout");
        });
        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("accept")).isEqualTo("application/json");
            assertThat(request.header("x-key")).isEqualTo("ours");
            assertThat(request.header("content-type")).isNull();
            assertThat(request.body()).isEmpty();
        });
    }

    @Test
    void writesJson() {
        assertThat(whole(new Content.Json(Map.of("a", "é")))).isInstanceOf(Answered.class);
        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("content-type")).isEqualTo("application/json");
            assertThat(request.header("content-length")).isEqualTo("10");
            assertThat(request.text()).isEqualTo("{\"a\":\"é\"}");
        });
    }

    @Test
    void sendsWhatIsLongWithItsLengthAndInOrder() {
        AtomicLong read = new AtomicLong();
        AtomicLong received = new AtomicLong();
        AtomicLong wrong = new AtomicLong();
        AtomicReference<@Nullable String> length = new AtomicReference<>();
        serving(
                (request, response) -> {
                    length.set(request.requestHeaders().get("content-length"));
                    return request.receive()
                            .asByteArray()
                            .doOnNext(part -> {
                                // Fast enough that the sender never has to wait for as long as it would.
                                long from = received.getAndAdd(part.length);
                                for (int i = 0; i < part.length; i++) {
                                    if (part[i] != (byte) ((from + i) / CHUNK)) {
                                        wrong.getAndIncrement();
                                    }
                                }
                            })
                            .then(response.status(201).send());
                },
                url -> assertThat(whole(exchanges, question(url, streamed(counted(read)))))
                        .isInstanceOfSatisfying(
                                Answered.class,
                                answered -> assertThat(answered.status()).isEqualTo(201)));
        assertThat(length.get()).isEqualTo(String.valueOf((long) CHUNKS * CHUNK));
        assertThat(received).hasValue((long) CHUNKS * CHUNK);
        assertThat(wrong).hasValue(0);
        assertThat(read).hasValue((long) CHUNKS * CHUNK);
    }

    @Test
    void readsNoMoreOfWhatIsLongThanGoesOut() {
        AtomicLong read = new AtomicLong();
        serving(
                (request, response) -> Mono.never(),
                url -> isUnanswered(
                        whole(exchanges(tight()), question(url, streamed(counted(read)))),
                        Cause.SILENT,
                        "it takes no more of what is sent"));
        assertThat(read).hasValueBetween((long) CHUNK, 16L * CHUNK);
    }

    /** As nginx does it, which goes on reading for a while so that its answer arrives. */
    @Test
    void hearsTheAnswerThatComesBeforeAllIsSent() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAtOnce(server));
            assertThat(whole(
                            exchanges,
                            question(
                                    "http://127.0.0.1:" + server.getLocalPort() + "/",
                                    streamed(counted(new AtomicLong())))))
                    .isInstanceOfSatisfying(Answered.class, answered -> {
                        assertThat(answered.status()).isEqualTo(413);
                        assertThat(answered.body())
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("too large");
                    });
        }
    }

    private static void answerAtOnce(ServerSocket server) {
        try (Socket caller = server.accept()) {
            byte[] some = caller.getInputStream().readNBytes(100);
            caller.getOutputStream()
                    .write("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 9\r\n\r\ntoo large"
                            .getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().flush();
            long rest = caller.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(some.length + rest).isPositive();
        } catch (IOException reset) {
            // by the caller, who has the answer
        }
    }

    @Test
    void tellsThatWhatWasToBeSentCannotBeRead() {
        Flux<byte[]> broken =
                counted(new AtomicLong()).take(20).concatWith(Flux.error(new IOException("disk on fire")));
        isUnanswered(
                whole(streamed(broken)),
                Cause.UNREADABLE,
                "what was to be sent cannot be read: java.io.IOException: disk on fire");
    }

    @Test
    void tellsThatNobodyIsThere() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        isUnanswered(
                whole(exchanges, question("http://127.0.0.1:" + port + "/secret?token=1", null)),
                Cause.UNREACHABLE,
                "no connection to 127.0.0.1:" + port + ": refused");
    }

    @Test
    void tellsThatThereIsNoConnectionLeft() {
        ConnectionProvider one = ConnectionProvider.builder("one")
                .maxConnections(1)
                .pendingAcquireTimeout(Duration.ofMillis(50))
                .build();
        peer.when(request -> true).hang();
        Exchanges few = exchanges(HttpClient.create(one));
        StepVerifier.create(Flux.merge(
                        few.whole(question(peer.url(), null), MOST), few.whole(question(peer.url(), null), MOST)))
                .assertNext(exchange -> assertThat(exchange)
                        .isInstanceOfSatisfying(
                                Unanswered.class,
                                unanswered -> assertThat(unanswered.cause()).isEqualTo(Cause.UNREACHABLE)))
                .assertNext(exchange -> isUnanswered(exchange, Cause.SILENT, "no answer in time"))
                .expectComplete()
                .verify(PATIENCE);
        one.dispose();
    }

    @Test
    void tellsThatItIsSilent() {
        peer.when(request -> true).hang();
        isUnanswered(whole(null), Cause.SILENT, "no answer in time");
        serving(
                (request, response) -> response.sendString(Flux.just("x").concatWith(Flux.never())),
                url -> isUnanswered(whole(exchanges, question(url, null)), Cause.SILENT, "no answer in time"));
    }

    @Test
    void tellsThatTheConnectionBroke() {
        peer.when(request -> true).reset();
        String host = peer.url().substring("http://".length());
        isUnanswered(
                whole(new Content.Json(Map.of())),
                Cause.SILENT,
                "the connection to " + host + " was closed before the answer was there");
    }

    @Test
    void hearsNoMoreThanItCanBear() {
        peer.respond(200).saying("x".repeat(MOST));
        assertThat(whole(null)).isInstanceOf(Answered.class);
        peer.respond(200).saying("x".repeat(MOST + 1));
        isUnanswered(whole(null), Cause.OVERLONG, "an answer of more than 1000 bytes");
    }

    @Test
    void hearsWhatIsLongNoFasterThanItIsAskedFor() throws IOException {
        AtomicLong written = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAtLength(server, written));
            Question question =
                    new Question(HttpMethod.GET, "http://127.0.0.1:" + server.getLocalPort() + "/", null, PATIENCE);
            StepVerifier.create(exchanges(tight())
                            .<Long>streamed(
                                    question,
                                    (status, bytes) -> bytes.concatMap(
                                                    part -> Mono.delay(SHORT).then(Mono.fromSupplier(written::get)), 1)
                                            .next(),
                                    unanswered -> -1L))
                    .assertNext(ahead -> assertThat(ahead).isBetween(1L, 20L * CHUNK))
                    .expectComplete()
                    .verify(PATIENCE);
        }
    }

    private static void answerAtLength(ServerSocket server, AtomicLong written) {
        try (Socket caller = server.accept()) {
            caller.setSendBufferSize(CHUNK);
            caller.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + CHUNKS * CHUNK + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[1024];
            for (int i = 0; i < CHUNKS * CHUNK / part.length; i++) {
                caller.getOutputStream().write(part);
                written.addAndGet(part.length);
            }
        } catch (IOException broken) {
            // by the caller, who has enough
        }
    }

    @Test
    void passesOnWhatItsReaderThinksOfIt() {
        peer.respond(200).saying("odd");
        StepVerifier.create(exchanges.<Integer>streamed(
                        question(peer.url(), null),
                        (status, bytes) -> bytes.then(Mono.error(new IllegalStateException("I do not like it"))),
                        unanswered -> 0))
                .expectErrorMessage("I do not like it")
                .verify(PATIENCE);
    }
}
