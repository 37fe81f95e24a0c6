package dev.carteiro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Socket.IO as it is on the wire: a WebSocket whose frames a test writes and reads itself. */
final class WireClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    /** Connects to the default namespace's transport, with this as its query. */
    WireClient(String url, String query) {
        socket = http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create(address(url, query).replaceFirst("http", "ws")), new Listener())
                .join();
    }

    /** What the server says to a WebSocket that it does not let in: the whole answer. */
    static String refusal(String url, String query) {
        URI address = URI.create(address(url, query));
        String request = "GET " + address.getPath() + "?" + address.getRawQuery() + " HTTP/1.1\r\nHost: "
                + address.getHost() + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        try (Socket connection = new Socket(address.getHost(), address.getPort())) {
            connection.setSoTimeout((int) PATIENCE.toMillis());
            connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String address(String url, String query) {
        return url + "/socket.io/?EIO=4&transport=websocket" + query;
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /** The next frame; one of bytes is "bytes" and their hexadecimal digits. */
    String next() {
        try {
            String frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new IllegalStateException("no frame came");
            }
            return frame;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder bytes = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                frames.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            while (part.hasRemaining()) {
                bytes.append(String.format(" %02x", part.get()));
            }
            if (last) {
                frames.add("bytes" + bytes);
                bytes.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            frames.add("close " + code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            frames.add("error " + failure);
        }
    }
}
