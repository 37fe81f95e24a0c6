package dev.carteiro.evolution;

import io.socket.thread.EventThread;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One connection's HTTP: what it reads goes through the gate, and what the server answers instead of opening is
 * remembered, because the library above forgets it.
 */
final class Wire implements Interceptor, WebSocket.Factory {

    private static final int QUOTED = 512;

    private final OkHttpClient client;
    private final Inflow.Gate gate;
    private final BooleanSupplier more;
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    private final AtomicReference<@Nullable WebSocket> open = new AtomicReference<>();

    /** {@code more} says whether an event is waiting for its next frame; it is asked on the library's thread. */
    Wire(OkHttpClient shared, Inflow.Gate gate, BooleanSupplier more) {
        this.client = shared.newBuilder().addInterceptor(this).build();
        this.gate = gate;
        this.more = more;
    }

    /** An answer other than the one that opens a stream, with the beginning of what it says. */
    record Refusal(int status, String text) {}

    OkHttpClient client() {
        return client;
    }

    /** What the server last said instead; null where it said nothing. */
    @Nullable Refusal refusal() {
        return refusal.get();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() >= 300) {
            refusal.set(new Refusal(response.code(), response.peekBody(QUOTED).string()));
        } else if (response.code() == 200 && response.body() != null) { // a poll; a web socket's frames come one by one
            enter(Math.max(0, response.body().contentLength()));
        }
        return response;
    }

    private void enter(long bytes) throws IOException {
        try {
            gate.enter(bytes);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for room");
        }
        EventThread.nextTick(() -> gate.read(bytes));
    }

    /** The library has only one thread, so that this comes when it has done with the frame before it. */
    private void handed() {
        EventThread.nextTick(() -> {
            if (!more.getAsBoolean()) {
                gate.forget();
            }
        });
    }

    @Override
    public WebSocket newWebSocket(Request request, WebSocketListener listener) {
        WebSocket socket = client.newWebSocket(request, new Gated(listener));
        open.set(socket);
        return socket;
    }

    /** Ends what a server that is silent would keep open. */
    void cancel() {
        gate.close();
        WebSocket socket = open.getAndSet(null);
        if (socket != null) {
            socket.cancel();
        }
    }

    /** Lets each frame in before it is handed on: the reader reads the next one only after that. */
    private final class Gated extends WebSocketListener {

        private final WebSocketListener library;

        Gated(WebSocketListener library) {
            this.library = library;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            library.onOpen(socket, response);
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            try {
                enter(text.length());
                library.onMessage(socket, text);
                handed();
            } catch (IOException interrupted) {
                library.onFailure(socket, interrupted, null);
            }
        }

        @Override
        public void onMessage(WebSocket socket, ByteString bytes) {
            try {
                enter(bytes.size());
                library.onMessage(socket, bytes);
                handed();
            } catch (IOException interrupted) {
                library.onFailure(socket, interrupted, null);
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(code, null);
            library.onClosing(socket, code, reason);
        }

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            library.onClosed(socket, code, reason);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            // The library takes exceptions only, and would wait for ever where an error ended the reader.
            Throwable told = failure instanceof Exception ? failure : new IOException(failure);
            library.onFailure(socket, told, response);
        }
    }
}
