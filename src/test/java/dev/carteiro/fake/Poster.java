package dev.carteiro.fake;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Posts a webhook on a connection of its own, and waits for the status. */
final class Poster {

    private final HttpClient client;
    private final Duration timeout;

    Poster(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newConnection().keepAlive(false).responseTimeout(timeout);
    }

    int post(String url, Map<String, String> headers, byte[] body) throws IOException {
        try {
            Integer status = client.headers(all -> headers.forEach(all::set))
                    .post()
                    .uri(url)
                    .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                    .responseSingle((response, content) ->
                            content.asByteArray().thenReturn(response.status().code()))
                    .block(timeout.plusSeconds(2));
            return status == null ? 0 : status;
        } catch (RuntimeException e) { // what netty throws, and the time-out of block, come as these
            throw new IOException(String.valueOf(e.getCause() == null ? e : e.getCause()), e);
        }
    }
}
