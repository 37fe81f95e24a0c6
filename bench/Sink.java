import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.sun.net.httpserver.HttpExchange;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The receiver, one or several destinations in one: answers 200 at once and counts what came, by the mark {@code
 * bench:run:thread:sequence:micros}. Where a request says which event it is, ascending numbers are the order of a conversation.
 *
 * <p>Arguments: its port, and the one for those who ask and command: {@code /stats}, {@code /reset/run/destinations}, {@code
 * /open}, {@code /refuse} (503 to each request), {@code /close} (nobody listens).
 */
final class Sink {

    private static final String MARK = "bench:";
    private static final String CONVERSATION = "\"remoteJid\":\"";
    private static final int HEAD = 2_000;
    private static final String OK = "{\"status\":\"ok\"}";

    private final int port;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Histogram latency = new Histogram(SECONDS.toMicros(3600), 3);
    private List<Destination> destinations = List.of();
    private String run = "";
    private long strays, first, last;
    private volatile boolean refuses;
    private DisposableServer server;

    private Sink(int port) {
        this.port = port;
    }

    /** What one of the destinations has got. */
    private static final class Destination {

        private final Map<String, BitSet> seen = new HashMap<>();
        private final Map<String, Long> latest = new HashMap<>();
        private long unique, duplicates, disorder;

        /** False where it was here before. */
        private boolean take(String thread, int sequence) {
            BitSet numbers = seen.computeIfAbsent(thread, name -> new BitSet());
            if (numbers.get(sequence)) {
                duplicates++;
                return false;
            }
            numbers.set(sequence);
            unique++;
            return true;
        }

        private void order(String conversation, long event) {
            Long before = latest.put(conversation, event);
            if (before != null && before > event) {
                disorder++;
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        Sink sink = new Sink(Integer.parseInt(arguments[0]));
        sink.open();
        com.sun.net.httpserver.HttpServer control = com.sun.net.httpserver.HttpServer.create(
                new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1])), 16);
        control.createContext("/", sink::control);
        control.start();
    }

    private void control(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            switch (path[1]) {
                case "reset" -> reset(path[2], Integer.parseInt(path[3]));
                case "open" -> open();
                case "refuse" -> refuses = true;
                case "close" -> close();
                default -> {}
            }
            byte[] answer = stats().getBytes(ISO_8859_1);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void open() {
        refuses = false;
        if (server == null) {
            server = HttpServer.create()
                    .host("127.0.0.1")
                    .port(port)
                    .channelGroup(connections)
                    .route(routes -> routes.post("/sink", this::take).post("/sink/{number}", this::take))
                    .bindNow();
        }
    }

    private void close() {
        if (server != null) {
            server.disposeNow();
            connections.close().awaitUninterruptibly();
            server = null;
        }
    }

    private Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
        if (refuses) {
            return request.receive().then(response.status(503).header("Content-Length", "0").send());
        }
        String number = request.param("number");
        String event = request.requestHeaders().get("webhook-id");
        Mono<String> answer = request.receive()
                .aggregate()
                .asByteArray()
                .map(body -> count(number == null ? 1 : Integer.parseInt(number), event, body));
        return response.header("Content-Length", Integer.toString(OK.length())).sendString(answer);
    }

    private synchronized String count(int number, String event, byte[] body) {
        String text = new String(body, 0, Math.min(body.length, HEAD), ISO_8859_1);
        int start = text.indexOf(MARK + run + ":") + MARK.length();
        if (start < MARK.length() || number > destinations.size()) {
            strays++; // from an earlier round, so no event of this one
            return OK;
        }
        String[] mark = text.substring(start, text.indexOf(' ', start)).split(":");
        Destination destination = destinations.get(number - 1);
        if (destination.take(mark[1], Integer.parseInt(mark[2], 16))) {
            Instant now = Instant.now();
            last = SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
            first = first == 0 ? last : first;
            latency.recordValue(Math.clamp(last - Long.parseLong(mark[3]), 0, latency.getHighestTrackableValue()));
            if (event != null) {
                int conversation = text.indexOf(CONVERSATION) + CONVERSATION.length();
                destination.order(text.substring(conversation, text.indexOf('"', conversation)), Long.parseLong(event));
            }
        }
        return OK;
    }

    private synchronized void reset(String next, int count) {
        run = next;
        destinations = new ArrayList<>();
        while (destinations.size() < count) {
            destinations.add(new Destination());
        }
        latency.reset();
        strays = first = last = 0;
    }

    private synchronized String stats() {
        long unique = 0, least = Long.MAX_VALUE, duplicates = 0, disorder = 0;
        for (Destination each : destinations) {
            unique += each.unique;
            least = Math.min(least, each.unique);
            duplicates += each.duplicates;
            disorder += each.disorder;
        }
        String each = destinations.stream().map(one -> Long.toString(one.unique)).collect(Collectors.joining(","));
        return """
                {"unique":%d,"least":%d,"each":[%s],"duplicates":%d,"disorder":%d,"strays":%d,"first":%d,"last":%d,\
                "p50":%d,"p99":%d,"p999":%d}
                """.formatted(
                        unique, destinations.isEmpty() ? 0 : least, each, duplicates, disorder, strays, first, last,
                        latency.getValueAtPercentile(50), latency.getValueAtPercentile(99), latency.getValueAtPercentile(99.9));
    }
}
