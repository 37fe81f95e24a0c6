import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The receiver: answers 200 at once and counts what came, by the mark {@code bench:run:thread:sequence:micros}. */
final class Sink {

    private static final String MARK = "bench:";
    private final Histogram latency = new Histogram(SECONDS.toMicros(3600), 3);
    private final Map<String, BitSet> seen = new HashMap<>();
    private String run = "";
    private long unique, duplicates, strays, first, last;

    public static void main(String[] arguments) {
        Sink sink = new Sink();
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .route(routes -> routes.get("/stats", (request, response) -> response.sendString(sink.stats()))
                        .post("/reset/{run}", (request, response) -> response.sendString(sink.reset(request.param("run"))))
                        .post("/sink", sink::take))
                .bindNow()
                .onDispose()
                .block();
    }

    private Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
        Mono<String> answer = request.receive().aggregate().asByteArray().map(this::count);
        return response.header("Content-Length", "15").sendString(answer);
    }

    private synchronized String count(byte[] body) {
        String text = new String(body, ISO_8859_1);
        int start = text.indexOf(MARK + run + ":") + MARK.length();
        if (start < MARK.length()) {
            strays++; // from an earlier round, so no event of this one
            return "{\"status\":\"ok\"}";
        }
        String[] mark = text.substring(start, text.indexOf(' ', start)).split(":");
        BitSet thread = seen.computeIfAbsent(mark[1], name -> new BitSet());
        int sequence = Integer.parseInt(mark[2], 16);
        if (thread.get(sequence)) {
            duplicates++;
            return "{\"status\":\"ok\"}";
        }
        thread.set(sequence);
        Instant now = Instant.now();
        last = SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
        first = unique++ == 0 ? last : first;
        latency.recordValue(Math.clamp(last - Long.parseLong(mark[3]), 0, latency.getHighestTrackableValue()));
        return "{\"status\":\"ok\"}";
    }

    private synchronized Mono<String> reset(String next) {
        run = next;
        seen.clear();
        latency.reset();
        unique = duplicates = strays = first = last = 0;
        return stats();
    }

    private synchronized Mono<String> stats() {
        long p50 = latency.getValueAtPercentile(50), p99 = latency.getValueAtPercentile(99);
        return Mono.just("""
                {"unique":%d,"duplicates":%d,"strays":%d,"first":%d,"last":%d,"p50":%d,"p99":%d}
                """.formatted(unique, duplicates, strays, first, last, p50, p99));
    }
}
