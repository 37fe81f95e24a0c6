package dev.carteiro.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.ScriptedPeer.Request;
import dev.carteiro.fake.FakeLoops;
import dev.carteiro.network.Fetched.Absent;
import dev.carteiro.network.Fetched.Denied;
import dev.carteiro.network.Fetched.Found;
import dev.carteiro.network.MediaFetcher.Limits;
import io.netty.resolver.AddressResolverGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.test.StepVerifier;

class MediaFetcherTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Limits LIMITS =
            new Limits(1_000, Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(2));

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final TestNameServer nameServer = new TestNameServer();
    private final AddressResolverGroup<InetSocketAddress> names = Names.resolver(nameServer.servers());
    private final AtomicReference<AllowList> allowed = new AtomicReference<>(AllowList.of(List.of("storage.example")));
    private final MediaFetcher fetcher = new MediaFetcher(names, allowed::get, LIMITS);

    MediaFetcherTests() {
        nameServer.know("storage.example", "127.0.0.1");
    }

    @AfterEach
    void close() {
        names.close();
        nameServer.close();
        peer.close();
    }

    /** The peer under a name that is allowed. */
    private String storage(String path) {
        return peer.url().replace("127.0.0.1", "storage.example") + path;
    }

    /** What came of it; of a file its type, length and content. */
    private static Mono<String> text(Fetched fetched) {
        return switch (fetched) {
            case Found found ->
                found.bytes()
                        .reduceWith(ByteArrayOutputStream::new, (all, bytes) -> {
                            all.writeBytes(bytes);
                            return all;
                        })
                        .map(all -> found.contentType() + " " + found.length() + " "
                                + all.toString(StandardCharsets.UTF_8));
            case Denied denied -> Mono.just("denied: " + denied.reason());
            case Absent absent -> Mono.just("absent: " + absent.status());
        };
    }

    private String fetch(String url) {
        AtomicReference<String> result = new AtomicReference<>("");
        StepVerifier.create(fetcher.fetch(url, MediaFetcherTests::text))
                .consumeNextWith(result::set)
                .expectComplete()
                .verify(PATIENCE);
        return result.get();
    }

    private void fails(String url, Class<? extends Throwable> type, String why) {
        StepVerifier.create(fetcher.fetch(url, MediaFetcherTests::text))
                .expectErrorSatisfies(
                        failure -> assertThat(failure).isInstanceOf(type).hasMessage(why))
                .verify(PATIENCE);
    }

    @Test
    void fetchesAFileAndSendsNothingOfOursAlong() {
        peer.respond(200).with("Content-Type", "image/png").saying("bytes");
        assertThat(fetch(storage("/a%20b.png?x=%2F"))).isEqualTo("image/png 5 bytes");
        Request request = peer.requests().getFirst();
        assertThat(request.path()).isEqualTo("/a b.png"); // as the peer reads it
        assertThat(request.headers().keySet()).containsExactlyInAnyOrder("accept", "host", "user-agent");
        assertThat(request.header("user-agent")).isEqualTo("Carteiro");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "169.254.169.254",
                "10.0.0.1",
                "0.0.0.0",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[fd00::1]",
                "[fe80::1]",
                "100.64.0.1",
                "255.255.255.255"
            })
    void connectsToNoAddressThatIsNotPublic(String host) {
        String port = peer.url().substring(peer.url().lastIndexOf(':'));
        assertThat(fetch("http://" + host + port + "/")).startsWith("denied: ").contains("which is not public");
        assertThat(peer.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost.example"})
    void takesNoOtherSpellingForAnAddress(String host) {
        fails("http://" + host + "/", IOException.class, "name not found: " + host);
    }

    @Test
    void deniesANameThatLeadsInside() {
        nameServer.know("inside.example", "127.0.0.1");
        nameServer.know("both.example", "1.1.1.1", "10.0.0.1");
        nameServer.know("six.example", "::1");
        String port = peer.url().substring(peer.url().lastIndexOf(':'));
        assertThat(fetch("http://inside.example" + port + "/secret?token=1"))
                .isEqualTo("denied: inside.example has the address 127.0.0.1, which is not public; carteiro.media.allow"
                        + " lists what may be fetched from nevertheless");
        assertThat(fetch("http://both.example" + port)).startsWith("denied: both.example has the address 10.0.0.1");
        assertThat(fetch("http://six.example" + port)).startsWith("denied: six.example has the address");
        assertThat(peer.requests()).isEmpty();
    }

    @Test
    void connectsToTheAddressThatItHasChecked() {
        assertThat(fetch(storage("/"))).startsWith("null");
        assertThat(nameServer.asked().stream().distinct()).containsExactly("storage.example");
        assertThat(nameServer.asked()).hasSizeLessThanOrEqualTo(2); // its IPv4 and its IPv6 address, once each
    }

    @Test
    void allowsWhatIsListedAndOnlyAsLongAsItIs() {
        allowed.set(AllowList.of(List.of("127.0.0.0/8")));
        assertThat(fetch(peer.url())).startsWith("null");
        assertThat(fetch(storage("/"))).startsWith("null");
        allowed.set(AllowList.NOTHING);
        assertThat(fetch(peer.url())).startsWith("denied: ");
        assertThat(fetch(storage("/"))).startsWith("denied: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "storage.example",
                "file:///etc/passwd",
                "ftp://storage.example/",
                "gopher://storage.example/",
                "http:///a",
                "http://user:secret@storage.example/",
                "http://storage.example@127.0.0.1/",
                "http://storage.example:99999/",
                "http://storage.example/a b",
                "http:\\\\storage.example",
                "javascript:1",
                "data:text/plain,a",
                "http://storage.example/\r\nX: 1",
                "//storage.example"
            })
    void takesHttpUrlsOnly(String url) {
        assertThat(fetch(url)).isEqualTo("denied: its address is no http or https URL of a host");
    }

    @Test
    void followsRedirectsWithTheSameCare() {
        peer.when(request -> request.path().equals("/1")).respond(302).with("Location", "2");
        peer.when(request -> request.path().equals("/2")).respond(307).with("Location", storage("/3"));
        peer.when(request -> request.path().equals("/3")).respond(301).with("Location", "/file");
        peer.when(request -> request.path().equals("/file")).respond(200).saying("there");
        assertThat(fetch(storage("/1"))).endsWith(" there");
        peer.when(request -> request.path().equals("/3")).respond(303).with("Location", "/4");
        peer.when(request -> request.path().equals("/4")).respond(308).with("Location", "/file");
        assertThat(fetch(storage("/1"))).isEqualTo("denied: it is more than 3 redirects away from its address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "http://user@storage.example/",
                "https://[::1]/",
                "http://inside.example/",
                "ht tp://",
                "//127.0.0.1/"
            })
    void isLedNowhereByARedirect(String location) {
        nameServer.know("inside.example", "10.0.0.1");
        peer.respond(302).with("Location", location);
        assertThat(fetch(storage("/"))).startsWith("denied: ");
        assertThat(peer.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 300, 304, 401, 404, 500})
    void saysWhatElseTheServerAnswers(int status) {
        peer.respond(status);
        assertThat(fetch(storage("/"))).isEqualTo("absent: " + status);
        peer.respond(302);
        assertThat(fetch(storage("/"))).isEqualTo("absent: 302");
    }

    @Test
    void stopsWhereItIsTooMuch() {
        peer.respond(200).saying("x".repeat(1_000));
        assertThat(fetch(storage("/"))).hasSize("null 1000 ".length() + 1_000);
        peer.respond(200).saying("x".repeat(1_001));
        assertThat(fetch(storage("/"))).isEqualTo("denied: it has 1001 bytes, and 1000 are the most");
        serving(
                Flux.range(0, 10_000).map(number -> "x".repeat(100)),
                url -> fails(url, MediaTooLargeException.class, "it has more than 1000 bytes"));
    }

    @Test
    void waitsForNobodyForLong() {
        peer.when(request -> true).hang();
        fails(storage("/"), IOException.class, "the server was silent for 500 ms");
        serving(
                Flux.just("x").concatWith(Flux.never()),
                url -> fails(url, IOException.class, "the server was silent for 500 ms"));
        serving(
                Flux.interval(Duration.ofMillis(50)).map(tick -> "x"),
                url -> fails(url, IOException.class, "the file was not there in time"));
    }

    @Test
    void saysThatTheNameServerIsSilent() {
        nameServer.fallSilent();
        // Longer than a name server is waited for, so that it is clear which of the two ends it.
        Limits patient = new Limits(1_000, Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(15));
        StepVerifier.create(new MediaFetcher(names, allowed::get, patient)
                        .fetch("http://silent.example/", MediaFetcherTests::text))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(IOException.class)
                        .hasMessage("no name server has answered for silent.example"))
                .verify(PATIENCE);
    }

    /** A server that sends parts as they come, at a host that is allowed. */
    private static void serving(Flux<String> parts, java.util.function.Consumer<String> test) {
        DisposableServer server = FakeLoops.server()
                .handle((request, response) -> response.sendString(parts, StandardCharsets.UTF_8))
                .bindNow(PATIENCE);
        try {
            test.accept("http://storage.example:" + server.port() + "/");
        } finally {
            server.disposeNow(PATIENCE);
        }
    }

    @Test
    void saysThatNobodyListens() {
        String url = storage("/");
        String there = peer.url().substring("http://".length());
        peer.close();
        fails(
                url,
                IOException.class,
                "no connection to " + there.replace("127.0.0.1", "storage.example") + " (" + there + "): refused");
    }
}
