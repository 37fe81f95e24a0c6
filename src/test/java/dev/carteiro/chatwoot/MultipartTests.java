package dev.carteiro.chatwoot;

import static dev.carteiro.network.TestSpools.spooled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.ScriptedPeer.Request;
import dev.carteiro.chatwoot.ChatwootReply.Done;
import dev.carteiro.chatwoot.ChatwootReply.Failed;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import dev.carteiro.fake.FakeLoops;
import dev.carteiro.network.Spooled;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

class MultipartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScriptedPeer peer = ScriptedPeer.start();

    @AfterEach
    void close() {
        peer.close();
    }

    private static void post(
            String url, Map<String, ?> message, List<Upload> files, Consumer<ChatwootReply> assertion) {
        Mono<ChatwootReply> call =
                TestChatwoots.chatwoots().api(URI.create(url), "3", "the-token").post(321, message, files);
        StepVerifier.create(call).consumeNextWith(assertion).expectComplete().verify(PATIENCE);
    }

    private Request posted(Map<String, ?> message, Upload... files) {
        post(peer.url(), message, List.of(files), reply -> assertThat(reply).isInstanceOf(Done.class));
        return peer.requests().getLast();
    }

    @Test
    void isAsRailsReadsIt() {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("content", "Olá\n\"você\"");
        message.put("message_type", "incoming");
        message.put("private", false);
        message.put("echo_id", null);
        message.put("content_attributes", Map.of("in_reply_to", 123));
        Request request = posted(
                message,
                new Upload("São João.png", "image/png", spooled("PNG")),
                new Upload("voz.ogg", "audio/ogg; codecs=opus", spooled("")));
        String type = String.valueOf(request.header("content-type"));
        assertThat(type).startsWith("multipart/form-data; boundary=carteiro-");
        String boundary = "--" + type.substring(type.indexOf('=') + 1);
        assertThat(request.text())
                .isEqualTo("""
                        %1$s
                        Content-Disposition: form-data; name="content"

                        Olá
                        "você"
                        %1$s
                        Content-Disposition: form-data; name="message_type"

                        incoming
                        %1$s
                        Content-Disposition: form-data; name="private"

                        false
                        %1$s
                        Content-Disposition: form-data; name="content_attributes"

                        {"in_reply_to":123}
                        %1$s
                        Content-Disposition: form-data; name="attachments[]"; filename="São João.png"
                        Content-Type: image/png

                        PNG
                        %1$s
                        Content-Disposition: form-data; name="attachments[]"; filename="voz.ogg"
                        Content-Type: audio/ogg; codecs=opus


                        %1$s--
                        """.formatted(boundary).replace("\n", "\r\n").replace("Olá\r\n", "Olá\n"));
        assertThat(request.header("content-length")).isEqualTo(String.valueOf(request.body().length));
        assertThat(request.header("transfer-encoding")).isNull();
        assertThat(request.header("api_access_token")).isEqualTo("the-token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a\"b.png | image/png | a%22b.png | image/png",
                "100%25.pdf | application/pdf | 100%2525.pdf | application/pdf",
                "`a\r\nX: 1` | text/plain | a%0D%0AX: 1 | text/plain",
                "`  ` | image/png | file | image/png",
                "a | `image/png\r\nX: 1` | a | application/octet-stream",
                "a | `` | a | application/octet-stream",
                "a | nonsense | a | application/octet-stream",
                "a | imagem/é | a | application/octet-stream"
            })
    void letsNothingOutOfItsPlace(String name, String type, String quoted, String typeSent) {
        assertThat(posted(Map.of(), new Upload(name, type, spooled("x"))).text())
                .contains("; filename=\"" + quoted + "\"\r\nContent-Type: " + typeSent + "\r\n\r\nx\r\n--");
    }

    @Test
    void canBeSentAgain() {
        Upload upload = new Upload("a", "text/plain", spooled("again"));
        assertThat(posted(Map.of(), upload).text()).contains("again");
        assertThat(posted(Map.of(), upload).text()).contains("again");
    }

    @Test
    void saysThatAFileIsClosed() {
        Upload upload = new Upload("a", "text/plain", spooled("gone"));
        upload.file().close();
        post(
                peer.url(),
                Map.of(),
                List.of(upload),
                reply -> assertThat(reply).isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.fault()).isEqualTo(Fault.BROKEN);
                    assertThat(failed.reason()).endsWith("it is closed");
                }));
    }

    @Test
    void passesOnWhatIsLargerThanMemoryShouldHold() {
        int chunk = 1 << 20;
        Spooled file = spooled(Flux.range(0, 40).map(number -> {
            byte[] part = new byte[chunk];
            Arrays.fill(part, number.byteValue());
            return part;
        }));
        AtomicLong[] count = {new AtomicLong(), new AtomicLong()};
        DisposableServer server = FakeLoops.server()
                .handle((request, response) -> request.receive()
                        .asByteArray()
                        .doOnNext(part -> {
                            count[0].addAndGet(part.length);
                            for (byte value : part) {
                                count[1].addAndGet(value == 39 ? 1 : 0);
                            }
                        })
                        .then(Mono.fromRunnable(() -> count[0].addAndGet(
                                -Long.parseLong(request.requestHeaders().get("content-length")))))
                        .then(response.sendString(Mono.just("{\"id\":9001}")).then()))
                .bindNow(PATIENCE);
        try (file) {
            post(
                    "http://127.0.0.1:" + server.port(),
                    Map.of("content", "video"),
                    List.of(new Upload("a.mp4", "video/mp4", file)),
                    reply -> assertThat(reply).isInstanceOf(Done.class));
        } finally {
            server.disposeNow(PATIENCE);
        }
        assertThat(count[0]).hasValue(0); // as long as it was said to be
        assertThat(count[1].get()).isBetween((long) chunk, chunk + 100L);
    }
}
