package dev.carteiro.evolution;

import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.transports.Polling;
import io.socket.engineio.client.transports.WebSocket;
import io.socket.thread.EventThread;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/**
 * An Evolution server's Socket.IO stream (socket.io 4.8, Engine.IO 4, in all of 2.2.3 to 2.4). One subscription is one
 * connection; it ends with a {@link StreamLostException}, and who subscribes decides when to try again.
 */
public final class EvolutionStream {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final OkHttpClient http;
    private final Scheduler timer;
    private final Clock clock;

    public EvolutionStream(OkHttpClient http, Scheduler timer, Clock clock) {
        this.http = http;
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * What to listen to.
     *
     * @param url the server's, an absolute http or https URL
     * @param namespaces whose to ask for beside the whole server's
     * @param polling whether to begin with requests, where a proxy may not let web sockets through
     * @param again after what time to ask again for a namespace that there was not
     */
    public record Target(URI url, @Nullable String apiKey, Namespaces namespaces, boolean polling, Duration again) {}

    /**
     * The server's signals, in its order, none dropped: what is not taken yet counts in {@code inflow} until somebody
     * calls {@link Inflow#leave} with its weight.
     */
    public Flux<StreamSignal> open(Target target, Inflow inflow) {
        return Flux.<StreamSignal>create(
                        sink -> new Connection(target, inflow, sink).open(), FluxSink.OverflowStrategy.BUFFER)
                .doOnDiscard(StreamSignal.Received.class, unseen -> inflow.leave(unseen.weight()));
    }

    /** Its fields are the library's one thread's. */
    private final class Connection {

        private final Target target;
        private final FluxSink<StreamSignal> sink;
        private final Inflow.Gate gate;
        private final WireDecoder decoder;
        private final Wire wire;
        private final Manager manager;
        private final Map<String, Disposable.Swap> open = new HashMap<>(); // and the next try for each
        private volatile boolean closed;

        Connection(Target target, Inflow inflow, FluxSink<StreamSignal> sink) {
            this.target = target;
            this.sink = sink;
            gate = inflow.gate();
            decoder = new WireDecoder(reason -> tell(new StreamSignal.Garbled(reason)));
            wire = new Wire(http, gate, decoder::isIncomplete);
            manager = new Manager(options());
        }

        private Manager.Options options() {
            Manager.Options options = new Manager.Options();
            options.reconnection = false;
            options.timeout = CONNECT.toMillis();
            options.transports =
                    target.polling() ? new String[] {Polling.NAME, WebSocket.NAME} : new String[] {WebSocket.NAME};
            options.secure = "https".equalsIgnoreCase(target.url().getScheme());
            Authority authority = Authority.of(target.url());
            options.hostname = authority.host(); // not by its URI, which knows no host with an underscore
            options.port = authority.port();
            options.path = String.valueOf(target.url().getRawPath()).replaceFirst("/+$", "") + "/socket.io";
            if (target.apiKey() != null) {
                options.query = "apikey=" + URLEncoder.encode(target.apiKey(), StandardCharsets.UTF_8);
            }
            options.callFactory = wire.client();
            options.webSocketFactory = wire;
            options.decoder = decoder;
            return options;
        }

        @SuppressWarnings("CheckReturnValue") // it answers with itself
        void open() {
            sink.onDispose(this::close);
            EventThread.exec(() -> listen(StreamSignal.ROOT));
            target.namespaces().follow(names -> EventThread.exec(() -> change(names)));
        }

        @SuppressWarnings("CheckReturnValue") // the same
        private void tell(StreamSignal signal) {
            sink.next(signal);
        }

        private void change(List<String> names) {
            if (closed) {
                return;
            }
            List<String> wanted = names.stream().map(name -> "/" + name).toList();
            List.copyOf(open.keySet()).stream()
                    .filter(namespace -> !namespace.equals(StreamSignal.ROOT) && !wanted.contains(namespace))
                    .forEach(this::leave);
            wanted.stream().filter(namespace -> !open.containsKey(namespace)).forEach(this::listen);
        }

        private void listen(String namespace) {
            open.put(namespace, Disposables.swap());
            Socket socket = manager.socket(namespace);
            socket.on(Socket.EVENT_CONNECT, nothing -> tell(new StreamSignal.Connected(namespace)));
            socket.on(Socket.EVENT_CONNECT_ERROR, causes -> refused(socket, namespace, causes));
            socket.on(Socket.EVENT_DISCONNECT, reasons -> ended(socket, namespace, String.valueOf(reasons[0])));
            socket.onAnyIncoming(arguments -> received(namespace, arguments));
            socket.open();
        }

        private void received(String namespace, @Nullable Object... arguments) {
            if (arguments.length > 1 && arguments[1] instanceof WireDecoder.Payload payload) {
                tell(new StreamSignal.Received(namespace, payload.json(), gate.claim(), clock.instant()));
            }
        }

        /** A namespace that there is not yet is no error: the server makes it with the instance's first event. */
        private void refused(Socket socket, String namespace, @Nullable Object... causes) {
            Object cause = causes.length == 0 ? null : causes[0];
            if (cause instanceof JSONObject said && !namespace.equals(StreamSignal.ROOT)) {
                missing(socket, namespace, said.optString("message", "refused"));
            } else {
                sink.error(Failures.of(cause, wire.refusal(), target.url()));
            }
        }

        private void ended(Socket socket, String namespace, String reason) {
            if (reason.equals("io server disconnect") && !namespace.equals(StreamSignal.ROOT)) {
                missing(socket, namespace, "closed by the server");
            } else {
                sink.error(StreamLostException.lost(
                        "the connection to " + target.url().getRawAuthority() + " has ended (" + reason + ")"));
            }
        }

        private void missing(Socket socket, String namespace, String reason) {
            tell(new StreamSignal.Missing(namespace, reason));
            Disposable.Swap next = open.get(namespace);
            if (next != null && !closed) {
                next.update(timer.schedule(socket::open, target.again().toMillis(), TimeUnit.MILLISECONDS));
            }
        }

        /** The server is told; should it not listen, the connection is cut a moment later. */
        private void close() {
            closed = true;
            gate.close();
            EventThread.nextTick(() -> List.copyOf(open.keySet()).forEach(this::leave));
            var cut = timer.schedule(wire::cancel, GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            if (cut.isDisposed()) {
                wire.cancel();
            }
        }

        private void leave(String namespace) {
            Disposable.Swap next = open.remove(namespace);
            if (next != null) {
                next.dispose();
            }
            Socket socket = manager.socket(namespace);
            socket.off();
            socket.offAnyIncoming();
            socket.close();
        }
    }
}
