package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.pollinterval.IterativePollInterval.iterative;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A router as its senders and its operators see it: over HTTP. */
final class RouterClient implements AutoCloseable {

    static final String ADMIN = "an-admin-token-for-tests";

    private static final Duration FIRST_LOOK = Duration.ofMillis(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    RouterClient(int port) {
        base = "http://127.0.0.1:" + port;
    }

    /**
     * Conditions are waited for, generously: a busy machine is no failure. They are looked at often at first, and ten times
     * a second while they take long: whoever waits for a machine should leave it to its work.
     */
    static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60))
                .pollDelay(FIRST_LOOK)
                .pollInterval(iterative(RouterClient::longer, FIRST_LOOK));
    }

    private static Duration longer(Duration last) {
        return last.compareTo(BETWEEN_LOOKS) < 0 ? last.multipliedBy(5).dividedBy(4) : BETWEEN_LOOKS;
    }

    /** What came back. */
    record Answer(int status, HttpResponse<byte[]> response) {

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The id of the event that was accepted. */
        String id() {
            return json().path("id").asString("");
        }
    }

    Answer post(String path, String body, String... headers) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(String path, byte[] body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofByteArray(body)));
    }

    /** Posts one of Evolution's bodies, which has to be accepted; the id of its event. */
    @CanIgnoreReturnValue
    String accept(String body) {
        Answer answer = post("/webhook/evolution", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.id();
    }

    /** With the admin token. */
    JsonNode get(String path) {
        return send(request(path, "Authorization", "Bearer " + ADMIN)).json();
    }

    /** With the admin token and a body, as curl's {@code -d} sends it. */
    Answer admin(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(15))
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString(body)));
    }

    Answer send(String method, String path, String... headers) {
        return send(request(path, headers).method(method, BodyPublishers.noBody()));
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/json");
        return headers.length == 0 ? request : request.headers(headers);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return trying(request);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As {@link #send}, for callers who know that the router may be away. */
    Answer trying(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (HttpTimeoutException late) {
            // What every thread does, for whoever has to find out why.
            Thread.getAllStackTraces().forEach((thread, stack) -> late.addSuppressed(stackOf(thread, stack)));
            throw late;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static Exception stackOf(Thread thread, StackTraceElement[] stack) {
        Exception at = new Exception(thread.getName() + " is " + thread.getState());
        at.setStackTrace(stack);
        return at;
    }

    /** A response whose body goes on for as long as the router likes. */
    HttpResponse<InputStream> open(String path, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        try {
            return http.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** Where it is, for clients of another kind. */
    URI address(String path) {
        return URI.create(base + path);
    }

    /** The delivery to {@code destination} of an event, as the API shows it; missing where there is none. */
    JsonNode delivery(String eventId, String destination) {
        for (JsonNode delivery : get("/api/events/" + eventId).path("deliveries")) {
            if (delivery.path("destination").asString("").equals(destination)) {
                return delivery;
            }
        }
        return JSON.missingNode();
    }

    String state(String eventId, String destination) {
        return delivery(eventId, destination).path("state").asString("");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
