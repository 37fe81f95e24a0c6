package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.evolution.Wire.Refusal;
import io.socket.client.SocketIOException;
import io.socket.engineio.client.EngineIOException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTests {

    private static final URI URL = URI.create("http://evolution_api:8080/evo");

    private static StreamLostException answered(int status, String text) {
        return Failures.of(null, new Refusal(status, text), URL);
    }

    private static StreamLostException failed(@Nullable Throwable cause) {
        Throwable wrapped = cause == null ? null : new EngineIOException("websocket error", cause);
        return Failures.of(wrapped, null, URL);
    }

    private static void assertLost(StreamLostException failure, String message) {
        assertThat(failure).hasMessage(message);
        assertThat(failure.isRefused()).isFalse();
    }

    private static void assertRefused(StreamLostException failure, String message) {
        assertThat(failure).hasMessage(message);
        assertThat(failure.isRefused()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "403, '{\"code\":4,\"message\":\"apiKey is required\"}'",
        "400, apiKey is required",
        "400, Invalid global token",
        "400, Authentication error",
        "401, ",
        "403, <html>Forbidden</html>"
    })
    void saysThatTheKeyIsNotTaken(int status, @Nullable String text) {
        assertRefused(
                answered(status, text == null ? "" : text),
                "evolution_api:8080 does not take the api-key (status " + status + ")");
    }

    @Test
    void saysThatTheProtocolIsAnother() {
        assertRefused(
                answered(400, "{\"code\":5,\"message\":\"Unsupported protocol version\"}"),
                "evolution_api:8080 does not speak Engine.IO 4, which every Evolution 2.x does");
        assertRefused(
                Failures.of(
                        new SocketIOException(
                                "It seems you are trying to reach a Socket.IO server in v2.x with a v3.x" + " client"),
                        null,
                        URL),
                "evolution_api:8080 speaks Engine.IO 3, which no Evolution 2.x does; is this one?");
    }

    @Test
    void saysThatThereIsNoStream() {
        assertRefused(
                answered(404, "{\"status\":404,\"response\":{\"message\":[\"Cannot GET /socket.io/\"]}}"),
                "evolution_api:8080 has no Socket.IO (status 404): Evolution needs WEBSOCKET_ENABLED=true");
    }

    @Test
    void takesAnyOtherStatusForSomethingThatPasses() {
        assertLost(answered(502, "<html>Bad Gateway</html>"), "evolution_api:8080 answered with status 502");
        assertLost(answered(400, "Session ID unknown"), "evolution_api:8080 answered with status 400");
    }

    @Test
    void repeatsWhyTheServerRefuses() {
        assertRefused(
                Failures.of(new JSONObject(Map.of("message", "no room")), null, URL),
                "evolution_api:8080 refuses the connection: no room");
        assertRefused(
                Failures.of(new JSONObject(), null, URL),
                "evolution_api:8080 refuses the connection: it does not say why");
    }

    @Test
    void saysWhatIsUnreachable() {
        assertLost(failed(new UnknownHostException("evolution_api")), "name not found: evolution_api:8080");
        assertLost(failed(new SocketTimeoutException("timeout")), "no answer from evolution_api:8080 in time");
        assertLost(failed(new ConnectException("refused")), "no connection to evolution_api:8080");
        assertLost(
                failed(new IOException("wrapped", new ConnectException("refused"))),
                "no connection to evolution_api:8080");
    }

    @Test
    void repeatsWhatItDoesNotKnow() {
        assertLost(failed(new IOException("closed")), "no stream from evolution_api:8080: closed");
        assertLost(failed(new EOFException()), "no stream from evolution_api:8080: java.io.EOFException");
        assertLost(failed(null), "no stream from evolution_api:8080");
        assertLost(Failures.of("timeout", null, URL), "no stream from evolution_api:8080");
    }

    @Test
    void neverShowsTheKey() {
        String query = "/socket.io/?EIO=4&apikey=S3cret%2F1&transport=polling";
        assertThat(failed(new IOException("unexpected end of " + query + "\n\tat once")))
                .hasMessageNotContaining("S3cret")
                .hasMessageEndingWith("&transport=polling at once");
        assertThat(Failures.of(new JSONObject(Map.of("message", "no " + query)), null, URL))
                .hasMessageNotContaining("S3cret");
        assertThat(answered(500, query)).hasMessageNotContaining("S3cret");
    }
}
