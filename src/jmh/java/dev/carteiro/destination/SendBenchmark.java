package dev.carteiro.destination;

import dev.carteiro.Measured;
import dev.carteiro.Sample;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.destination.DestinationSettings.Format;
import dev.carteiro.destination.PolicySettings.BreakerSettings;
import dev.carteiro.destination.PolicySettings.Order;
import dev.carteiro.destination.PolicySettings.RetrySettings;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Flux;
import reactor.netty.resources.ConnectionProvider;

/** A signed request to a server that reads and answers and does nothing else, eight at once; the server's time is in it. */
public class SendBenchmark extends Measured {

    private static final int REQUESTS = 64;
    private static final int AT_ONCE = 8;

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final ConnectionProvider connections = ConnectionProvider.create("bench", AT_ONCE);
    private final Delivery delivery =
            new Delivery(Sample.TEXT.recorded(), "crm", null, 0, 0, "first", Sample.NOW, 1, false);

    private ServerSocket server;
    private HttpSender sender;

    @Setup
    public void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
        DestinationSettings settings = settings("http://127.0.0.1:" + server.getLocalPort() + "/hook?key=a%20b");
        sender = new DestinationMaker(
                        new HttpClients(connections, DefaultAddressResolverGroup.INSTANCE, Duration.ofSeconds(3)),
                        Clock.systemUTC())
                .sender(null, "", "crm", settings);
    }

    private static DestinationSettings settings(String url) {
        return new DestinationSettings(
                DestinationSettings.Type.HTTP,
                URI.create(url),
                Format.RAW,
                null,
                Map.of("X-Api-Key", "secret"),
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                false,
                new PolicySettings(
                        Duration.ofSeconds(5),
                        32,
                        null,
                        Order.NONE,
                        new RetrySettings(List.of(), 0, Duration.ofHours(24), Duration.ofHours(1), null),
                        new BreakerSettings(50, 20, Duration.ofSeconds(10)),
                        null));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> answer(client));
            }
        } catch (IOException closed) {
            // That is the end.
        }
    }

    /** Each request comes in one piece, which ends as the body does. */
    private static void answer(Socket client) {
        byte[] read = new byte[1 << 16];
        try (client) {
            for (int length = client.getInputStream().read(read);
                    length > 0;
                    length = client.getInputStream().read(read)) {
                if (read[length - 1] == '}') {
                    client.getOutputStream().write(ANSWER);
                }
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @TearDown
    public void close() throws IOException {
        connections.dispose();
        server.close();
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public Object send() {
        return Flux.range(0, REQUESTS)
                .flatMap(number -> sender.send(delivery, null), AT_ONCE)
                .blockLast();
    }
}
