package dev.carteiro.evolution;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** An Evolution server's REST API, 2.2.3 to 2.4: the calls that concern instances and what they have in store. */
public final class EvolutionApi {

    /** Creating an instance takes it 5 s, and more where WhatsApp is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String base;
    private final String apiKey;

    /** {@code apiKey} is the global one, or an instance's token, which opens that instance only. */
    public EvolutionApi(HttpClient http, URI url, String apiKey) {
        this.http = http.responseTimeout(PATIENCE);
        this.base = url.toString().replaceFirst("/+$", "");
        this.apiKey = apiKey;
    }

    /** {@code settings} is the body of {@code POST /instance/create}, with {@code instanceName} in it. */
    public Mono<Reply> create(Map<String, ?> settings) {
        return call(HttpMethod.POST, "/instance/create", settings);
    }

    /** Starts pairing and answers with a code, where there is one yet; {@code number} asks for a code to be typed. */
    public Mono<Reply> connect(String instance, @Nullable String number) {
        String query = number == null ? "" : "?number=" + UriUtils.encode(number, StandardCharsets.UTF_8);
        return call(HttpMethod.GET, "/instance/connect/" + segment(instance) + query, null);
    }

    /** What the server believes of its connection, which may be wrong. */
    public Mono<Reply> connectionState(String instance) {
        return call(HttpMethod.GET, "/instance/connectionState/" + segment(instance), null);
    }

    /** All instances that the key opens. */
    public Mono<Reply> instances() {
        return call(HttpMethod.GET, "/instance/fetchInstances", null);
    }

    public Mono<Reply> restart(String instance) {
        return call(HttpMethod.POST, "/instance/restart/" + segment(instance), null);
    }

    public Mono<Reply> logout(String instance) {
        return call(HttpMethod.DELETE, "/instance/logout/" + segment(instance), null);
    }

    public Mono<Reply> delete(String instance) {
        return call(HttpMethod.DELETE, "/instance/delete/" + segment(instance), null);
    }

    public Mono<Reply> setWebhook(String instance, Map<String, ?> webhook) {
        return call(HttpMethod.POST, "/webhook/set/" + segment(instance), Map.of("webhook", webhook));
    }

    public Mono<Reply> setWebsocket(String instance, Map<String, ?> websocket) {
        return call(HttpMethod.POST, "/websocket/set/" + segment(instance), Map.of("websocket", websocket));
    }

    /** A page of the messages that it has kept, newest first; pages count from 1, {@code query} is the whole body. */
    public Mono<Reply> messages(String instance, Map<String, ?> query) {
        return call(HttpMethod.POST, "/chat/findMessages/" + segment(instance), query);
    }

    /** Asks WhatsApp itself whether a number is there: answered only by an instance that is alive. */
    public Mono<Reply> whatsappNumber(String instance, String digits) {
        return call(
                HttpMethod.POST, "/chat/whatsappNumbers/" + segment(instance), Map.of("numbers", new String[] {digits
                }));
    }

    private static String segment(String instance) {
        return UriUtils.encodePathSegment(instance, StandardCharsets.UTF_8);
    }

    private Mono<Reply> call(HttpMethod method, String path, @Nullable Object body) {
        return Mono.defer(() -> http.headers(headers -> {
                            headers.set("apikey", apiKey);
                            headers.set(HttpHeaderNames.ACCEPT, "application/json");
                            if (body != null) {
                                headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
                            }
                        })
                        .request(method)
                        .uri(base + path)
                        .send(Mono.justOrEmpty(body).map(EvolutionApi::bytes))
                        .response((response, content) -> content(content)
                                .map(answer -> new Answer(response.status().code(), answer)))
                        .single())
                .publishOn(
                        Schedulers.parallel()) // a page of messages is long, and event loops have better things to do
                .map(answer -> Replies.of(answer.status(), answer.body()))
                .onErrorResume(failure -> Mono.just(Replies.failure(failure, base)));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(int status, byte[] body) {}

    private static ByteBuf bytes(Object body) {
        return Unpooled.wrappedBuffer(JsonMapper.shared().writeValueAsBytes(body));
    }

    /** An answer that is longer than the bound is an error, and its connection is closed. */
    private static Mono<byte[]> content(ByteBufFlux content) {
        return content.reduceWith(ByteArrayOutputStream::new, EvolutionApi::append)
                .map(ByteArrayOutputStream::toByteArray);
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream all, ByteBuf part) {
        if (all.size() + part.readableBytes() > Replies.LONGEST) {
            throw new Replies.TooLongException();
        }
        try {
            part.getBytes(part.readerIndex(), all, part.readableBytes());
        } catch (IOException memoryHasNone) {
            throw new UncheckedIOException(memoryHasNone);
        }
        return all;
    }
}
