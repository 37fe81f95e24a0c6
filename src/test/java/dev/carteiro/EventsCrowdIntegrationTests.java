package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.history;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many at the stream, and among them those who behave badly. */
@ExtendWith(SharedRouter.Provider.class)
class EventsCrowdIntegrationTests {

    private static final int HALF_OPEN = 2_000;

    /** Events in one request. */
    private static final int BATCH = 60;

    private final RouterClient client;

    EventsCrowdIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    private SocketChannel connect(String request) throws IOException {
        URI address = client.address("");
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RouterClient.ADMIN
                + "\r\n\r\n";
    }

    private double metric(String name) {
        return Metrics.of(client).values().getOrDefault(name, 0.0);
    }

    @Test
    void letsGoWhoIsTooSlowAndKeepsNobodyWaitingForThem() throws IOException {
        double lagged = metric("carteiro_browsers_lagged_total");
        String instance = unique();
        try (SocketChannel slow = connect(request("/events?instance=" + instance));
                Browser quick = Browser.open(client, "/events?instance=" + instance)) {
            eventually().until(() -> !quick.lastEventId().isEmpty());
            eventually().until(() -> metric("carteiro_browsers_subscribers") >= 2);
            String large = "x".repeat(60_000);
            // It has asked, and reads nothing: sockets take some, the ring some more.
            for (int sent = 0; metric("carteiro_browsers_lagged_total") == lagged; sent += BATCH) {
                assertThat(sent).isLessThan(100 * BATCH);
                client.accept(history(
                                instance,
                                "chat@s.whatsapp.net",
                                Stream.generate(TestEvents::unique).limit(BATCH).toArray(String[]::new))
                        .replace("tudo bem", large));
                int all = sent + BATCH;
                eventually().until(() -> quick.positions().size() == all);
            }
            assertThat(quick.positions()).isSorted().doesNotHaveDuplicates();
            ByteBuffer rest = ByteBuffer.allocate(1 << 20);
            slow.socket().setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            long got = 0;
            for (int read = 0; read >= 0; read = read(slow, rest.clear())) {
                got += read;
            }
            assertThat(got).as("what it was sent before").isPositive();
        }
    }

    /** The end, also where the router has reset the connection. */
    private static int read(SocketChannel channel, ByteBuffer buffer) {
        try {
            return channel.read(buffer);
        } catch (IOException reset) {
            return -1;
        }
    }

    @Test
    void servesOthersWhileThousandsSayNothing() throws IOException {
        List<SocketChannel> halfOpen = new ArrayList<>();
        try {
            for (int i = 0; i < HALF_OPEN; i++) {
                halfOpen.add(connect(i % 2 == 0 ? "" : "GET /events HTTP/1.1\r\nHost: loc"));
            }
            try (Browser browser = Browser.open(client, "/events?instance=Ravenna")) {
                eventually().until(() -> !browser.lastEventId().isEmpty());
                String id = client.accept(message("Ravenna", "chat@s.whatsapp.net", unique()));
                eventually().until(() -> browser.positions().contains(id));
            }
            assertThat(metric("carteiro_browsers_subscribers")).isLessThan(HALF_OPEN);
        } finally {
            for (SocketChannel channel : halfOpen) {
                channel.close();
            }
        }
    }

    @Test
    void writesAnEventOnceForAll() throws IOException {
        String instance = unique();
        List<Browser> browsers = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                browsers.add(Browser.open(client, "/events?instance=" + instance));
            }
            eventually()
                    .until(() ->
                            browsers.stream().noneMatch(one -> one.lastEventId().isEmpty()));
            double written = metric("carteiro_browsers_serialised_total");
            double events = metric("carteiro_events_appended_total");
            double delivered = metric("carteiro_browsers_delivered_total");
            for (int i = 0; i < 10; i++) {
                client.accept(message(instance, "chat@s.whatsapp.net", unique()));
            }
            eventually()
                    .until(() ->
                            browsers.stream().allMatch(one -> one.positions().size() == 10));
            assertThat(metric("carteiro_browsers_serialised_total") - written)
                    .isEqualTo(metric("carteiro_events_appended_total") - events);
            assertThat(metric("carteiro_browsers_delivered_total") - delivered).isEqualTo(500);
        } finally {
            browsers.forEach(Browser::close);
        }
    }
}
