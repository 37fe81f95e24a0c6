package dev.carteiro.evolution;

import dev.carteiro.network.Base64Chunks;
import dev.carteiro.network.Question.Content;
import dev.carteiro.network.Spool;
import dev.carteiro.network.Spooled;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * An Evolution server's REST API, 2.2.3 to 2.4: the calls that concern messages and chats. Bodies are as Evolution has them.
 * Nothing is sent a second time by itself.
 */
public final class Messenger {

    private final Calls calls;

    /** {@code patience} is for how long the server may be silent; a body's {@code delay} passes within that. */
    Messenger(HttpClient http, URI url, String apiKey, Duration patience) {
        calls = new Calls(http.disableRetry(true), url, apiKey, patience);
    }

    public Mono<Reply> text(String instance, Map<String, ?> body) {
        return send("sendText", instance, body);
    }

    /** {@code body} is without its {@code media}. */
    public Mono<Reply> media(String instance, Map<String, ?> body, Spooled file) {
        return send("sendMedia", instance, body, "media", file);
    }

    /** A voice note; {@code body} is without its {@code audio}. */
    public Mono<Reply> audio(String instance, Map<String, ?> body, Spooled file) {
        return send("sendWhatsAppAudio", instance, body, "audio", file);
    }

    public Mono<Reply> edit(String instance, Map<String, ?> body) {
        return chat(HttpMethod.POST, "updateMessage", instance, body);
    }

    /** {@code key} is the message's. */
    public Mono<Reply> delete(String instance, Map<String, ?> key) {
        return chat(HttpMethod.DELETE, "deleteMessageForEveryone", instance, key);
    }

    public Mono<Reply> markRead(String instance, List<? extends Map<String, ?>> keys) {
        return chat(HttpMethod.POST, "markMessageAsRead", instance, Map.of("readMessages", keys));
    }

    public Mono<Reply> presence(String instance, Map<String, ?> body) {
        return chat(HttpMethod.POST, "sendPresence", instance, body);
    }

    public Mono<Reply> group(String instance, String groupJid) {
        return ask(
                HttpMethod.GET,
                "/group/findGroupInfos/" + Calls.segment(instance) + "?groupJid="
                        + UriUtils.encode(groupJid, StandardCharsets.UTF_8),
                null);
    }

    public Mono<Reply> picture(String instance, String number) {
        return ask(
                HttpMethod.POST, "/chat/fetchProfilePictureUrl/" + Calls.segment(instance), Map.of("number", number));
    }

    /** How its own bridge to Chatwoot is set. */
    public Mono<Reply> chatwoot(String instance) {
        return ask(HttpMethod.GET, "/chatwoot/find/" + Calls.segment(instance), null);
    }

    /** The file of a message: its key where the server has kept it, else all that came of it ({@code data}). */
    public Mono<Download> download(String instance, Object message, Spool spool) {
        return new Downloads(calls, spool).of(instance, message);
    }

    private Mono<Reply> send(String kind, String instance, Map<String, ?> body) {
        return calls.json(HttpMethod.POST, "/message/" + kind + "/" + Calls.segment(instance), body)
                .map(Sends::reply);
    }

    private Mono<Reply> send(String kind, String instance, Map<String, ?> body, String member, Spooled file) {
        return Mono.defer(() -> calls.exchange(
                        HttpMethod.POST, "/message/" + kind + "/" + Calls.segment(instance), with(body, member, file)))
                .map(Sends::reply);
    }

    private Mono<Reply> chat(HttpMethod method, String what, String instance, Map<String, ?> body) {
        return calls.json(method, "/chat/" + what + "/" + Calls.segment(instance), body)
                .map(Sends::reply);
    }

    private Mono<Reply> ask(HttpMethod method, String path, @Nullable Object body) {
        return calls.json(method, path, body).map(Replies::of);
    }

    /** {@code body} with the file as its last member, in base64, which needs no escapes. */
    private static Content with(Map<String, ?> body, String member, Spooled file) {
        String json = JsonMapper.shared().writeValueAsString(body);
        String open = json.substring(0, json.length() - 1) + (body.isEmpty() ? "" : ",") + '"' + member + "\":\"";
        byte[] before = open.getBytes(StandardCharsets.UTF_8);
        byte[] after = "\"}".getBytes(StandardCharsets.UTF_8);
        return new Content.Streamed(
                "application/json",
                before.length + Base64Chunks.length(file.size()) + after.length,
                Flux.concat(Flux.just(before), Base64Chunks.encoded(file.bytes()), Flux.just(after)));
    }
}
