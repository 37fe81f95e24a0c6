package dev.carteiro.fake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends the webhooks of an Evolution server, and repeats them as it does, but faster. */
final class WhatsAppHooks implements AutoCloseable {

    private static final Set<Integer> FINAL = Set.of(400, 401, 403, 404, 422);
    private static final int ATTEMPTS = 100;
    private static final int PAUSE = 200;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, CompletableFuture<Void>> tails = new HashMap<>();
    private final Underway underway = new Underway();
    private final Poster poster = new Poster(Duration.ofSeconds(30));
    private final WhatsAppState state;

    WhatsAppHooks(WhatsAppState state) {
        this.state = state;
    }

    Underway underway() {
        return underway;
    }

    void emit(WhatsAppInstance instance, String chat, String event, @Nullable JsonNode data) {
        CompletableFuture<Void> ignored = send(instance, chat, event, data);
    }

    /** Waits until it has been taken, or given up. */
    void emitAndWait(WhatsAppInstance instance, String chat, String event, @Nullable JsonNode data) {
        CompletableFuture<Void> taken = send(instance, chat, event, data).copy(); // whose end is not that of the queue
        Void ignored = taken.orTimeout(60, TimeUnit.SECONDS)
                .exceptionally(error -> null)
                .join();
    }

    private CompletableFuture<Void> send(
            WhatsAppInstance instance, String chat, String event, @Nullable JsonNode data) {
        WhatsAppInstance.Hook hook = instance.hook();
        String upper = event.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        List<String> events = hook.events();
        if (!hook.enabled() || threads.isShutdown() || !(events.isEmpty() || events.contains(upper))) {
            return CompletableFuture.completedFuture(null);
        }
        byte[] body = Json.bytes(envelope(instance, hook, event, data));
        String url =
                hook.byEvents() ? hook.url() + "/" + upper.replace('_', '-').toLowerCase(Locale.ROOT) : hook.url();
        Map<String, String> headers = headers(instance, hook, event);
        Runnable job = underway.counted(() -> deliver(url, headers, body));
        return state.inOrder ? enqueue(instance.name() + " " + chat, job) : CompletableFuture.runAsync(job, threads);
    }

    private CompletableFuture<Void> enqueue(String queue, Runnable job) {
        synchronized (tails) {
            CompletableFuture<Void> last = tails.getOrDefault(queue, CompletableFuture.completedFuture(null));
            CompletableFuture<Void> next = last.exceptionally(error -> null).thenRunAsync(job, threads);
            tails.put(queue, next);
            return next;
        }
    }

    private ObjectNode envelope(
            WhatsAppInstance instance, WhatsAppInstance.Hook hook, String event, @Nullable JsonNode data) {
        return Json.object(
                "event", event,
                "instance", instance.name(),
                "data", data,
                "destination", hook.url(),
                "date_time", Instant.ofEpochMilli(Instant.now().toEpochMilli()).toString(),
                "sender", instance.jid(),
                "server_url", state.url,
                "apikey", instance.token());
    }

    private Map<String, String> headers(WhatsAppInstance instance, WhatsAppInstance.Hook hook, String event) {
        Map<String, String> headers = new HashMap<>();
        headers.put("accept", "application/json, text/plain, */*");
        headers.put("content-type", "application/json");
        headers.put("user-agent", state.isNew() ? "EvolutionAPI-Webhook/2.3.7" : "axios/1.13.2");
        if (state.isNew()) {
            headers.put("X-Instance-ID", instance.id);
            headers.put("X-Instance-Name", instance.name());
            headers.put("X-Event-Type", event);
            headers.put("X-Timestamp", String.valueOf(System.currentTimeMillis()));
        }
        headers.putAll(hook.headers());
        return headers;
    }

    private void deliver(String url, Map<String, String> headers, byte[] body) {
        for (int attempt = 0; attempt < ATTEMPTS && !threads.isShutdown(); attempt++) {
            try {
                int status = poster.post(url, headers, body);
                if (status / 100 == 2 || FINAL.contains(status)) {
                    return;
                }
            } catch (IOException e) {
                // nobody listens, or nobody answers: the next attempt may find somebody
            }
            if (!pause()) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
