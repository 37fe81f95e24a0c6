package dev.carteiro.destination;

import static dev.carteiro.destination.TestSettings.NOW;
import static dev.carteiro.destination.TestSettings.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.ScriptedPeer.Request;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.network.Names;
import dev.carteiro.network.TestNameServer;
import io.netty.resolver.AddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class HttpClientsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CONNECT = Duration.ofMillis(300);

    /** One connection, so that the next request has to wait for it, or to share it. */
    private final ConnectionProvider connections = ConnectionProvider.create("test", 1);

    private final TestNameServer nameServer = new TestNameServer();
    private final AddressResolverGroup<InetSocketAddress> names = Names.resolver(nameServer.servers());
    private final HttpClients clients = new HttpClients(connections, names, CONNECT);

    @AfterEach
    void close() {
        connections.dispose();
        names.close();
        nameServer.close();
    }

    private HttpSender sender(String url, boolean http2) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new HttpSender(
                clients.speaking(http2),
                url,
                Form.of("crm", TestSettings.of(url, DestinationSettings.Format.RAW, Map.of(), List.of()), clock),
                new RequestHeaders(Map.of(), List.of(), clock),
                new Answers(null, Duration.ofHours(1), clock));
    }

    private static Delivery delivery() {
        return new Delivery(event("message.received", "{}", "{}"), "crm", null, 0, 0, "first", NOW, 1, false);
    }

    private static StepVerifier.FirstStep<Outcome> sending(HttpSender sender) {
        return StepVerifier.create(sender.send(delivery(), null));
    }

    private static void delivers(HttpSender sender, int times) {
        StepVerifier.create(Flux.range(0, times).flatMap(number -> sender.send(delivery(), null), times))
                .expectNextCount(times)
                .expectComplete()
                .verify(PATIENCE);
    }

    private static void fails(HttpSender sender, String why) {
        long begun = System.nanoTime();
        sending(sender)
                .expectErrorSatisfies(failure ->
                        assertThat(failure).isInstanceOf(IOException.class).hasMessage(why))
                .verify(PATIENCE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void speaksHttp1WithoutOfferingMore() {
        try (ScriptedPeer peer = ScriptedPeer.speaking(HttpProtocol.H2C, HttpProtocol.HTTP11)) {
            delivers(sender(peer.url(), false), 1);
            Request request = peer.requests().getFirst();
            assertThat(request.protocol()).isEqualTo("HTTP/1.1");
            assertThat(request.headers()).doesNotContainKeys("upgrade", "http2-settings", "connection");
        }
    }

    @Test
    void sendsManyRequestsOverOneHttp2ConnectionAtOnce() {
        try (ScriptedPeer peer = ScriptedPeer.speaking(HttpProtocol.H2C)) {
            HttpSender sender = sender(peer.url() + "/hook", true);
            delivers(sender, 1);
            peer.respond(204).after(Duration.ofMillis(500));
            long begun = System.nanoTime();
            delivers(sender, 20);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(peer.requests()).hasSize(21).allSatisfy(request -> {
                assertThat(request.protocol()).isEqualTo("HTTP/2.0");
                assertThat(request.path()).isEqualTo("/hook");
                assertThat(request.text()).isEqualTo("{}");
                assertThat(request.header("webhook-id")).isEqualTo("7");
            });
            assertThat(peer.requests())
                    .extracting(Request::peer)
                    .containsOnly(peer.requests().getFirst().peer());
        }
    }

    @Test
    void connectsAnewWhereTheServerHasHungUp() {
        try (ScriptedPeer peer = ScriptedPeer.start()) {
            peer.respond(200).with("Connection", "close").forFirst(2).respond(200);
            HttpSender sender = sender(peer.url(), false);
            for (int i = 0; i < 4; i++) {
                delivers(sender, 1);
            }
            List<String> peers = peer.requests().stream().map(Request::peer).toList();
            assertThat(peers.subList(0, 3)).doesNotHaveDuplicates();
            assertThat(peers.get(3)).isEqualTo(peers.get(2));
        }
    }

    @Test
    void findsNamesWithUnderscores() {
        nameServer.know("crm_web_1", "127.0.0.1");
        try (ScriptedPeer peer = ScriptedPeer.start()) {
            delivers(sender(peer.url().replace("127.0.0.1", "crm_web_1"), false), 1);
            assertThat(peer.requests().getFirst().header("host")).startsWith("crm_web_1:");
        }
        assertThat(nameServer.asked()).contains("crm_web_1");
    }

    @Test
    void saysThatANameIsNotFound() {
        fails(
                sender("http://nowhere_at_all.example:8080/hook?key=secret", false),
                "name not found: nowhere_at_all.example");
    }

    @Test
    void doesNotWaitForANameServerThatIsSilent() {
        nameServer.fallSilent();
        fails(sender("http://crm.example:8080/hook", false), "no name server has answered for crm.example");
    }

    @Test
    void saysThatNobodyListens() {
        ScriptedPeer gone = ScriptedPeer.start();
        gone.close();
        nameServer.know("crm_web_1", "127.0.0.1");
        String there = gone.url().substring("http://".length());
        fails(sender(gone.url() + "/hook?key=secret", false), "no connection to " + there + ": refused");
        String named = there.replace("127.0.0.1", "crm_web_1");
        fails(sender("http://" + named, false), "no connection to " + named + " (" + there + "): refused");
        fails(sender("http://" + named, true), "no connection to " + named + " (" + there + "): refused");
    }

    @Test
    void doesNotWaitForAConnectionThatDoesNotComeAbout() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        // Linux takes no more than one connection too many for those who do not accept them.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                connect(socket, full);
            }
            String there = "127.0.0.1:" + full.getLocalPort();
            fails(sender("http://" + there, false), "no connection to " + there + " within 300 ms");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void connect(Socket socket, ServerSocket full) throws IOException {
        try {
            socket.connect(full.getLocalSocketAddress(), 200);
        } catch (java.net.SocketTimeoutException queueIsFull) {
            assertThat(socket.isConnected()).isFalse();
        }
    }

    @Test
    void saysThatTheConnectionBroke() {
        try (ScriptedPeer peer = ScriptedPeer.start()) {
            peer.when(request -> true).reset();
            fails(
                    sender(peer.url() + "/hook", false),
                    "the connection to " + peer.url().substring(7) + " was closed before the answer was there");
        }
    }

    @Test
    void saysThatThereIsNoTls() {
        try (ScriptedPeer peer = ScriptedPeer.start()) {
            sending(sender(peer.url().replace("http:", "https:"), false))
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .hasMessageStartingWith("no TLS with " + peer.url().substring(7) + ": "))
                    .verify(PATIENCE);
        }
    }
}
