package dev.carteiro;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A receiver of many messages whose ids are {@code run-conversation-number}: it keeps when each arrived for the first time
 * and what came out of order, and no bodies. While it hangs it takes requests and never answers.
 */
final class NumberedPeer implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"messageId\":\"(\\w+-(\\d+)-(\\d+))\"");

    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final Map<String, Integer> latest = new ConcurrentHashMap<>();
    private final Queue<String> outOfOrder = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final DisposableServer server;
    private volatile boolean hanging;

    NumberedPeer() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(this::handle)
                .bindNow(Duration.ofSeconds(10));
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    void hang(boolean hangs) {
        hanging = hangs;
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString(StandardCharsets.UTF_8).flatMap(body -> {
            requests.getAndIncrement();
            if (hanging) {
                return Mono.never();
            }
            arrived(body);
            return response.status(200).send();
        });
    }

    private void arrived(String body) {
        Matcher id = ID.matcher(body);
        if (!id.find()) {
            throw new IllegalStateException("no numbered message: " + body);
        }
        if (arrivals.putIfAbsent(id.group(1), System.nanoTime()) == null) {
            int number = Integer.parseInt(id.group(3));
            Integer before = latest.put(id.group(2), number);
            if (before == null ? number != 0 : number != before + 1) {
                outOfOrder.add(id.group(1) + " after " + before);
            }
        }
    }

    /** When a message arrived for the first time, by {@link System#nanoTime}. */
    @Nullable Long arrival(String id) {
        return arrivals.get(id);
    }

    int distinct() {
        return arrivals.size();
    }

    int requests() {
        return requests.get();
    }

    /** Messages that did not follow the one before them in their conversation. */
    Queue<String> outOfOrder() {
        return outOfOrder;
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
    }
}
