package dev.carteiro;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.fake.FakeLoops;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An HTTP server that answers by a script and keeps what it was sent, in order:
 * {@code peer.respond(503).forFirst(3).respond(200)}. Without a script it answers 200.
 */
public final class ScriptedPeer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Script> scripts = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private final DisposableServer server;

    private ScriptedPeer(HttpProtocol... protocols) {
        server = FakeLoops.server().protocol(protocols).handle(this::handle).bindNow(PATIENCE);
    }

    public static ScriptedPeer start() {
        return new ScriptedPeer(HttpProtocol.HTTP11);
    }

    public static ScriptedPeer speaking(HttpProtocol... protocols) {
        return new ScriptedPeer(protocols);
    }

    /** Where it listens; any path below will do. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @CanIgnoreReturnValue
    public Step respond(int status) {
        return when(request -> true).respond(status);
    }

    /** A script for some requests only; the script given last that matches is the one that counts. */
    public Script when(Predicate<Request> matches) {
        Script script = new Script(matches);
        scripts.addFirst(script);
        return script;
    }

    /** What has arrived so far. */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** How much has arrived so far and holds {@code text}. */
    public long count(String text) {
        synchronized (requests) {
            return requests.stream()
                    .filter(request -> request.text().contains(text))
                    .count();
        }
    }

    /** What has arrived so far and holds {@code text}. */
    public List<Request> requests(String text) {
        return requests().stream()
                .filter(request -> request.text().contains(text))
                .toList();
    }

    /** Keeps nothing of what has arrived so far. */
    public void forget() {
        synchronized (requests) {
            requests.clear();
        }
    }

    private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Map<String, String> headers = new TreeMap<>();
        request.requestHeaders()
                .forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        String peer = String.valueOf(request.remoteAddress());
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .map(body -> new Request(
                        "/" + request.path(), request.protocol(), headers, body, new String(body, UTF_8), peer))
                .flatMap(received -> answer(received, response));
    }

    private Mono<Void> answer(Request received, HttpServerResponse response) {
        synchronized (requests) {
            requests.add(received);
        }
        Step step = scripts.stream()
                .filter(script -> script.matches.test(received))
                .findFirst()
                .map(Script::next)
                .orElseGet(() -> new Script(request -> true).respond(200));
        return step.play(response);
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
    }

    /**
     * A request as it arrived; header names are in lower case, {@code peer} is the caller's address and port.
     *
     * @param text the body once more, which tests look through again and again
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Request(
            String path, String protocol, Map<String, String> headers, byte[] body, String text, String peer) {

        public @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    /** Steps, each for a number of requests; the last one stays. */
    public static final class Script {

        private final Predicate<Request> matches;
        private final Deque<Step> steps = new ArrayDeque<>();

        private Script(Predicate<Request> matches) {
            this.matches = matches;
        }

        @CanIgnoreReturnValue
        public Step respond(int status) {
            return add(new Step(this, status));
        }

        /** Takes the request and never answers. */
        @CanIgnoreReturnValue
        public Step hang() {
            return add(new Step(this, Step.HANG));
        }

        /** Takes the request and breaks the connection. */
        @CanIgnoreReturnValue
        public Step reset() {
            return add(new Step(this, Step.RESET));
        }

        private synchronized Step add(Step step) {
            steps.add(step);
            return step;
        }

        private synchronized Step next() {
            Step step = steps.getFirst();
            if (step.times > 0 && --step.times == 0 && steps.size() > 1) {
                steps.removeFirst();
            }
            return step;
        }
    }

    /** One kind of answer. */
    public static final class Step {

        private static final int HANG = -1;
        private static final int RESET = -2;

        private final Script script;
        private final int status;
        private final Map<String, String> headers = new TreeMap<>();
        private String body = "";
        private Duration delay = Duration.ZERO;
        private int times;

        private Step(Script script, int status) {
            this.script = script;
            this.status = status;
        }

        @CanIgnoreReturnValue
        public Step with(String header, String value) {
            headers.put(header, value);
            return this;
        }

        @CanIgnoreReturnValue
        public Step saying(String text) {
            body = text;
            return this;
        }

        @CanIgnoreReturnValue
        public Step after(Duration wait) {
            delay = wait;
            return this;
        }

        /** Goes on with the next step after so many requests. */
        @CanIgnoreReturnValue
        public Script forFirst(int requests) {
            times = requests;
            return script;
        }

        private Mono<Void> play(HttpServerResponse response) {
            return switch (status) {
                case HANG -> Mono.never();
                case RESET -> Mono.fromRunnable(() -> response.withConnection(connection -> connection.dispose()));
                default -> delay.isZero() ? send(response) : Mono.delay(delay).then(Mono.defer(() -> send(response)));
            };
        }

        private Mono<Void> send(HttpServerResponse response) {
            headers.forEach(response::header);
            return response.status(status).sendString(Mono.just(body)).then();
        }
    }
}
