package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fake Evolution API with a real Socket.IO server, in a Node process of its own:
 * {@code EvolutionSetup.traditional().start()}. A class that uses it is {@link NeedsNode}.
 */
final class EvolutionServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EvolutionSetup setup;
    private final Path folder;
    private final RouterClient client;
    private NodeProcess process;

    EvolutionServer(EvolutionSetup setup, Path folder) {
        this.setup = setup;
        this.folder = folder;
        this.client = new RouterClient(setup.port());
        this.process = launch(setup, folder);
    }

    private static NodeProcess launch(EvolutionSetup setup, Path folder) {
        return NodeProcess.start("evolution-server", folder, setup.arguments(folder.resolve("data.jsonl")));
    }

    String url() {
        return "http://127.0.0.1:" + setup.port();
    }

    /** Speaks to its REST calls; closed with the server. */
    RouterClient client() {
        return client;
    }

    /** The global key. */
    String key() {
        return setup.key();
    }

    /** What it has printed since it was started last. */
    String console() {
        return process.console();
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    /** Kills it where it runs; instances and messages are there again, namespaces, scripts and requests are not. */
    void restart() {
        process.kill();
        process = launch(setup, folder);
    }

    /** An instance that is there without having been created by a call, connected, with websocket and all events on. */
    @CanIgnoreReturnValue
    String instance(String name) {
        return instance(name, Map.of("state", "open", "websocket", Map.of()));
    }

    /**
     * An instance, or changes to one: token, state, ownerJid, profileName, number, websocket {enabled, events}, webhook
     * {enabled, url, headers, byEvents, events} and the other fields of fetchInstances; its token.
     */
    @CanIgnoreReturnValue
    String instance(String name, Map<String, ?> fields) {
        return control("instance", with(fields, "name", name)).path("token").asString("");
    }

    /** Changes the state that the REST calls tell, and tells nobody. */
    void state(String instance, String state) {
        control("state", Map.of("instance", instance, "state", state));
    }

    /** Sends an event over Socket.IO; {@code {"$bytes": "<base64>"}} in its data are bytes. */
    void emit(String instance, String event, String data) {
        emit(instance, event, data, Map.of());
    }

    /** As {@link #emit}; more: count, padBytes (of base64), dateTime, global, store, extra (members of the envelope). */
    void emit(String instance, String event, String data, Map<String, ?> more) {
        send("emit", instance, event, data, more);
    }

    /** Posts an event to the instance's webhook only; the status that came back, 0 for none, -1 where it wants none. */
    @CanIgnoreReturnValue
    int webhook(String instance, String event, String data) {
        return send("webhook", instance, event, data, Map.of());
    }

    /** Sends an event over Socket.IO and then, with the same date_time, to the instance's webhook. */
    @CanIgnoreReturnValue
    int both(String instance, String event, String data) {
        return send("both", instance, event, data, Map.of());
    }

    @CanIgnoreReturnValue
    private int send(String verb, String instance, String event, String data, Map<String, ?> more) {
        Map<String, Object> arguments = with(more, "instance", instance);
        arguments.put("event", event);
        arguments.put("data", JSON.readTree(data));
        return control(verb, arguments).path("statuses").path(0).asInt(-1);
    }

    /** Sends so many messages over Socket.IO without a pause: {@code <prefix>-1} and on, in five conversations. */
    void burst(String instance, String prefix, int count) {
        burst(instance, prefix, count, Map.of());
    }

    /** As {@link #burst}; more: first, conversations, event, padBytes, over (websocket, webhook, both), store. */
    void burst(String instance, String prefix, int count, Map<String, ?> more) {
        Map<String, Object> arguments = with(more, "instance", instance);
        arguments.put("prefix", prefix);
        arguments.put("count", count);
        control("burst", arguments);
    }

    /** A new QR code for an instance, and the event that tells of it. */
    void qr(String instance) {
        control("qr", Map.of("instance", instance));
    }

    /** Messages, as JSON, that findMessages finds. */
    void messages(String instance, String... records) {
        List<JsonNode> nodes = List.of(records).stream().map(JSON::readTree).toList();
        control("messages", Map.of("instance", instance, "records", nodes));
    }

    /** Lays out the next answers to a REST call, which then does nothing. */
    void answer(String method, String path, int times, int status, String json) {
        script(method, path, Map.of("times", times, "status", status, "body", JSON.readTree(json)));
    }

    /** Lays out the next answer: times, status, body, delayMs, reset; without a status the call does what it always does. */
    void script(String method, String path, Map<String, ?> script) {
        Map<String, Object> arguments = with(script, "method", method);
        arguments.put("path", path);
        control("answer", arguments);
    }

    /** A REST request as it arrived since the last start; header names are in lower case. */
    record Request(String method, String path, String query, Map<String, String> headers, String body) {

        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    List<Request> requests() {
        return listOf("rest", Request.class);
    }

    /** Those with a path that begins so. */
    List<Request> requests(String path) {
        return requests().stream()
                .filter(request -> request.path().startsWith(path))
                .toList();
    }

    /** A first request to Socket.IO; {@code reason} says why it was refused. */
    record Handshake(
            boolean accepted,
            String reason,
            String transport,
            String eio,
            String path,
            String query,
            Map<String, String> headers) {}

    List<Handshake> handshakes() {
        return listOf("handshakes", Handshake.class);
    }

    private <T> List<T> listOf(String member, Class<T> type) {
        List<T> list = new ArrayList<>();
        control("requests", Map.of()).path(member).forEach(node -> list.add(JSON.treeToValue(node, type)));
        return list;
    }

    /** How many are connected to a namespace, such as {@code /} or {@code /acme}. */
    int clients(String namespace) {
        return control("clients", Map.of()).path(namespace).asInt(0);
    }

    /** Ends all Socket.IO connections, with a close frame. */
    void disconnect() {
        control("disconnect", Map.of());
    }

    /** Breaks all Socket.IO connections, without a word. */
    void reset() {
        control("disconnect", Map.of("hard", true));
    }

    /** Never pings the connections that there are again: to their clients they look alive and are dead. */
    void mute() {
        control("mute", Map.of());
    }

    private static Map<String, Object> with(Map<String, ?> fields, String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(name, value);
        return all;
    }

    @CanIgnoreReturnValue
    private JsonNode control(String verb, Map<String, ?> arguments) {
        RouterClient.Answer answer = client.send(client.request("/__control/" + verb)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(arguments))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Override
    public void close() {
        client.close();
        process.kill();
    }
}
