package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.evolution.Download.Failed;
import dev.carteiro.evolution.Download.Found;
import dev.carteiro.evolution.Download.None;
import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.network.TestSpools;
import io.netty.channel.ChannelOption;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class DownloadsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST = 41 << 20;

    private final ScriptedPeer peer = ScriptedPeer.start();

    @AfterEach
    void close() {
        peer.close();
    }

    private static Download download(String url, Object message, int most) {
        AtomicReference<@Nullable Download> result = new AtomicReference<>();
        Mono<Download> call = TestServers.servers()
                .messenger(URI.create(url), "the-key", PATIENCE)
                .download("acme", message, TestSpools.spool(most));
        StepVerifier.create(call).consumeNextWith(result::set).expectComplete().verify(PATIENCE);
        return Objects.requireNonNull(result.get());
    }

    private Download download() {
        return download(peer.url(), Map.of(), MOST);
    }

    private static String text(Found found) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        StepVerifier.create(found.file().bytes().doOnNext(all::writeBytes).then())
                .expectComplete()
                .verify(PATIENCE);
        found.file().close();
        return all.toString(StandardCharsets.UTF_8);
    }

    private static String error(String message) {
        return "{\"status\":400,\"error\":\"Bad Request\",\"response\":{\"message\":" + message + "}}";
    }

    @Test
    void findsTheFileAndWhatItIs() {
        peer.respond(201)
                .saying("{\"mediaType\":\"imageMessage\",\"fileName\":\"é.jpeg\",\"size\":{\"height\":1},"
                        + "\"mimetype\":\"image/jpeg\",\"base64\":\"T2zDoSE=\",\"buffer\":null}");
        assertThat(download(peer.url(), Map.of("key", Map.of("id", "3EB0")), MOST))
                .isInstanceOfSatisfying(Found.class, found -> {
                    assertThat(found.mimetype()).isEqualTo("image/jpeg");
                    assertThat(found.fileName()).isEqualTo("é.jpeg");
                    assertThat(text(found)).isEqualTo("Olá!");
                });
        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/chat/getBase64FromMediaMessage/acme");
            assertThat(request.header("apikey")).isEqualTo("the-key");
            assertThat(request.text()).contains("\"message\":{\"key\":{\"id\":\"3EB0\"}}", "\"convertToMp4\":false");
        });
    }

    @Test
    void doesWithoutANameAndAType() {
        peer.respond(200).saying("{\"base64\":\"eA==\"}");
        assertThat(download()).isInstanceOfSatisfying(Found.class, found -> {
            assertThat(found.mimetype()).isEqualTo("application/octet-stream");
            assertThat(found.fileName()).isNull();
            assertThat(text(found)).isEqualTo("x");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "201 | null | the server has no file for it",
                "201 | {\"base64\":\"\",\"mimetype\":\"image/png\"} | the server has no file for it",
                "201 | `` | the server has no file for it"
            })
    void saysThatThereIsNone(int status, String body, String reason) {
        peer.respond(status).saying(body);
        assertThat(download()).isEqualTo(new None(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"Message not found\"] | the server does not know the message",
                "[\"Error: Message not found\"] | the server does not know the message",
                "[\"The message is not of the media type\"] | the message has no file"
            })
    void saysWhyThereIsNone(String message, String reason) {
        peer.respond(400).saying(error(message));
        assertThat(download()).isEqualTo(new None(reason));
    }

    @Test
    void saysWhyItCannotBeHad() {
        peer.respond(400).saying(error("[\"Error: Connection Closed\"]"));
        assertThat(download())
                .isEqualTo(new Failed(new Reply.Failed(Fault.BROKEN, "status 400: Error: Connection Closed")));
        peer.respond(201).saying("{\"error\":true,\"message\":\"odd\",\"base64\":\"eA==\"}");
        assertThat(download()).isEqualTo(new Failed(new Reply.Failed(Fault.BROKEN, "status 201: odd")));
        peer.respond(201).saying("{\"base64\":\"data:image/png;base64,eA==\"}");
        assertThat(download()).isEqualTo(new Failed(new Reply.Failed(Fault.BROKEN, "it is no base64")));
        peer.respond(201).saying("{\"base64\":\"eA==\",\"x\":\"" + "y".repeat(2 << 20) + "\"}");
        assertThat(download())
                .isEqualTo(new Failed(
                        new Reply.Failed(Fault.BROKEN, "an answer of more than 1048576 bytes besides the file")));
        peer.respond(200).saying("<html>Sign in</html>");
        assertThat(download()).isEqualTo(new Failed(new Reply.Failed(Fault.BROKEN, "status 200, but no JSON")));
        peer.when(request -> true).reset();
        assertThat(download())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.reply().fault()).isEqualTo(Fault.UNANSWERED));
    }

    @Test
    void saysThatItIsTooLarge() {
        peer.respond(201).saying("{\"base64\":\"" + "A".repeat(4_000) + "\"}");
        assertThat(download(peer.url(), Map.of(), 2_999))
                .isEqualTo(new Failed(new Reply.Failed(Fault.REFUSED, "it has more than 2999 bytes")));
    }

    @Test
    void takesWhatIsLargerThanMemoryShouldHold() throws IOException {
        AtomicLong written = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, written));
            Download download = download("http://127.0.0.1:" + server.getLocalPort(), Map.of(), MOST);
            assertThat(download).isInstanceOfSatisfying(Found.class, found -> {
                assertThat(found.file().size()).isEqualTo(40L << 20);
                assertThat(found.mimetype()).isEqualTo("video/mp4");
                found.file().close();
            });
        }
    }

    @Test
    void takesNoMoreThanTheDiskDoes() throws IOException {
        AtomicLong written = new AtomicLong();
        AtomicLong ahead = new AtomicLong();
        HttpClient http = HttpClient.newConnection().option(ChannelOption.SO_RCVBUF, 64 * 1024);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestSpools.Slow slow = TestSpools.slow(MOST)) {
            Thread.ofVirtual().start(() -> answer(server, written));
            URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
            Mono<Download> call =
                    new Servers(http).messenger(url, "the-key", PATIENCE).download("acme", Map.of(), slow.spool());
            StepVerifier.create(Mono.zip(call, Mono.delay(Duration.ofSeconds(1)).doOnNext(second -> {
                        ahead.set(written.get());
                        slow.goOn();
                    })))
                    .consumeNextWith(both -> assertThat(both.getT1())
                            .isInstanceOfSatisfying(
                                    Found.class, found -> found.file().close()))
                    .expectComplete()
                    .verify(PATIENCE);
        }
        assertThat(ahead.get()).isBetween(1L, 1L << 20);
        assertThat(written).hasValueGreaterThan(53L << 20);
    }

    /** Forty MiB of nothing but zeros. */
    private static void answer(ServerSocket server, AtomicLong written) {
        try (Socket caller = server.accept()) {
            caller.setSendBufferSize(64 * 1024);
            OutputStream out = new BufferedOutputStream(caller.getOutputStream(), 4_096);
            out.write("HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n{\"mimetype\":\"video/mp4\",\"base64\":\""
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] part = "AAAA".repeat(1_024).getBytes(StandardCharsets.US_ASCII);
            long left = (40L << 20) / 3;
            while (left > 0) {
                int groups = (int) Math.min(left, 1_024);
                out.write(part, 0, groups * 4);
                written.addAndGet(groups * 4L);
                left -= groups;
            }
            out.write("AA==\"}".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            caller.shutdownOutput();
            assertThat(caller.getInputStream().transferTo(OutputStream.nullOutputStream()))
                    .isPositive(); // what is left unread would reset the connection
        } catch (IOException broken) {
            // by the caller
        }
    }
}
