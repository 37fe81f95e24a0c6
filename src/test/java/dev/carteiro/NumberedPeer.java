package dev.carteiro;

import dev.carteiro.fake.FakeLoops;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A receiver of many messages whose ids are {@code run-conversation-number}: it keeps when each arrived and what came out of
 * order, and no bodies. While it hangs it takes requests and never answers.
 */
final class NumberedPeer implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"(?:messageId|id)\": ?\"((\\w+-\\d+)-(\\d+))\"");

    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final Map<String, Integer> latest = new ConcurrentHashMap<>();
    private final Queue<String> outOfOrder = new ConcurrentLinkedQueue<>();
    private final Queue<Arrival> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final DisposableServer server;
    private volatile boolean hanging;
    private volatile Manner manner = (arrival, response) -> response.status(200).send();

    NumberedPeer() {
        server = FakeLoops.server().handle(this::handle).bindNow(Duration.ofSeconds(10));
    }

    /**
     * A message whose whole body was read.
     *
     * @param conversation with the run before it
     * @param at by {@link System#nanoTime}
     * @param again whether it had arrived before
     */
    record Arrival(String id, String conversation, int number, String webhookId, long at, boolean again) {}

    /** How it answers what has arrived; on an event loop. */
    interface Manner {

        Mono<Void> answer(Arrival arrival, HttpServerResponse response);
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    void hang(boolean hangs) {
        hanging = hangs;
    }

    /** Answers like this from now on. */
    void answer(Manner other) {
        manner = other;
    }

    /** Answers 200 from now on, that long after the body. */
    void answerAfter(Duration delay) {
        manner = (arrival, response) ->
                Mono.delay(delay).then(Mono.defer(() -> response.status(200).send()));
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString(StandardCharsets.UTF_8).flatMap(body -> {
            requests.getAndIncrement();
            if (hanging) {
                return Mono.never();
            }
            String webhookId = String.valueOf(request.requestHeaders().get("webhook-id"));
            return manner.answer(arrived(body, webhookId), response);
        });
    }

    private Arrival arrived(String body, String webhookId) {
        Matcher id = ID.matcher(body);
        if (!id.find()) {
            throw new IllegalStateException("no numbered message: " + body);
        }
        int number = Integer.parseInt(id.group(3));
        long now = System.nanoTime();
        boolean again = arrivals.putIfAbsent(id.group(1), now) != null;
        Arrival arrival = new Arrival(id.group(1), id.group(2), number, webhookId, now, again);
        all.add(arrival);
        if (!again) {
            Integer before = latest.put(arrival.conversation(), number);
            if (before == null ? number != 0 : number != before + 1) {
                outOfOrder.add(arrival.id() + " after " + before);
            }
        }
        return arrival;
    }

    /** When a message arrived for the first time, by {@link System#nanoTime}. */
    @Nullable Long arrival(String id) {
        return arrivals.get(id);
    }

    /** What has arrived so far of one run, in that order. */
    List<Arrival> arrivals(String run) {
        return all.stream().filter(arrival -> arrival.id().startsWith(run)).toList();
    }

    boolean hasAll(Iterable<String> ids) {
        for (String id : ids) {
            if (!arrivals.containsKey(id)) {
                return false;
            }
        }
        return true;
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
