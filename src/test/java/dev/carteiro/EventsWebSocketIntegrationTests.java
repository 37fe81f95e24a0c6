package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /events/ws}: the stream for those who prefer a WebSocket. */
@ExtendWith(SharedRouter.Provider.class)
class EventsWebSocketIntegrationTests {

    private static final String ADMIN = "Bearer " + RouterClient.ADMIN;

    private final RouterClient client;
    private final HttpClient http = HttpClient.newHttpClient();

    EventsWebSocketIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    @AfterEach
    void close() {
        http.shutdownNow();
    }

    /** Writes down what comes. */
    private static final class Frames implements WebSocket.Listener {

        private final List<JsonNode> all = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private volatile int closed;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                all.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed = status;
            return null;
        }

        private List<String> ids() {
            return all.stream()
                    .filter(frame -> frame.path("event").asString("").equals("message"))
                    .map(frame -> frame.path("id").asString(""))
                    .toList();
        }
    }

    private WebSocket open(Frames frames, String path, String... headers) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI address = URI.create(client.address(path).toString().replaceFirst("^http", "ws"));
        return builder.buildAsync(address, frames).join();
    }

    @Test
    void tellsTheSameAsJson() {
        String chat = chat();
        String first = client.accept(message("Ravenna", chat, unique()));
        Frames frames = new Frames();
        WebSocket socket = open(frames, "/events/ws?after=" + first + "&conversation=" + chat, "Authorization", ADMIN);
        String second = client.accept(message("Ravenna", chat, unique()));

        eventually().until(() -> !frames.ids().isEmpty());
        assertThat(frames.ids()).containsExactly(second);
        JsonNode frame = frames.all.getLast();
        assertThat(frame.path("data"))
                .isEqualTo(client.get("/api/events/" + second).path("event"));
        assertThat(frames.all)
                .first()
                .satisfies(opening ->
                        assertThat(opening.path("event").asString("")).isEqualTo("retry"));
        socket.sendText("hello", true).join();
        String third = client.accept(message("Ravenna", chat, unique()));
        eventually().until(() -> frames.ids().equals(List.of(second, third)));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        eventually().until(() -> frames.closed == WebSocket.NORMAL_CLOSURE);
    }

    @Test
    void endsWithATokensTime() {
        String token = client.admin(
                        "POST", "/api/subscriptions", "{\"instances\": [\"*\"], \"types\": [\"*\"], \"ttl\": \"2s\"}")
                .json()
                .path("token")
                .asString("");
        Frames frames = new Frames();
        assertThat(open(frames, "/events/ws?token=" + token).isOutputClosed()).isFalse();
        eventually().until(() -> frames.closed == WebSocket.NORMAL_CLOSURE);
        assertThat(frames.all.getLast().path("event").asString("")).isEqualTo("expired");
    }

    @Test
    void letsNoPageOfSomebodyElseIn() {
        assertThat(refusal("/events/ws", "Authorization", ADMIN, "Origin", "https://evil.example"))
                .isEqualTo(403);
        assertThat(refusal("/events/ws?token=x")).isEqualTo(401);
        Frames frames = new Frames();
        assertThat(open(frames, "/events/ws", "Authorization", ADMIN, "Origin", SharedConfig.ORIGIN)
                        .isOutputClosed())
                .isFalse();
        String own = client.address("").toString().replaceFirst("^http", "https"); // as behind a proxy
        assertThat(open(frames, "/events/ws", "Authorization", ADMIN, "Origin", own)
                        .isOutputClosed())
                .isFalse();
    }

    private int refusal(String path, String... headers) {
        CompletionException refused =
                catchThrowableOfType(CompletionException.class, () -> open(new Frames(), path, headers));
        assertThat(refused).hasCauseInstanceOf(WebSocketHandshakeException.class);
        return ((WebSocketHandshakeException) Objects.requireNonNull(refused.getCause()))
                .getResponse()
                .statusCode();
    }
}
