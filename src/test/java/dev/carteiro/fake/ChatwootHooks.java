package dev.carteiro.fake;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Sends the webhooks of a Chatwoot: each once, ten at a time, with the body of the moment in which it is sent. */
final class ChatwootHooks implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService jobs =
            Executors.newFixedThreadPool(10, Thread.ofVirtual().factory());
    private final Underway underway = new Underway();
    private final Poster poster = new Poster(TIMEOUT);
    private final ChatwootData data;
    private final ChatwootSwitches switches;
    private final ChatwootPayloads payloads;
    private volatile BiConsumer<MessageRow, String> refusals = (message, error) -> {};

    ChatwootHooks(ChatwootData data, ChatwootSwitches switches, ChatwootPayloads payloads) {
        this.data = data;
        this.switches = switches;
        this.payloads = payloads;
    }

    Underway underway() {
        return underway;
    }

    /** Is told of messages whose webhook the inbox's receiver did not take. */
    void whenRefused(BiConsumer<MessageRow, String> listener) {
        refusals = listener;
    }

    void message(String event, MessageRow message) {
        if (message.isSendable()) {
            toAccount(event, () -> message(message));
            later(() -> toInbox(event, message));
        }
    }

    /** As {@link #message}, but waits for the receiver of the inbox. */
    void messageNow(String event, MessageRow message) {
        toAccount(event, () -> message(message));
        toInbox(event, message);
    }

    /** Null where the row is gone, for then the job is dropped. */
    private @Nullable ObjectNode message(MessageRow message) {
        return data.messages.containsKey(message.id) ? payloads.message(message) : null;
    }

    void conversation(String event, ConversationRow row, @Nullable List<ObjectNode> changes) {
        Supplier<@Nullable ObjectNode> body = () -> {
            if (!data.conversations.containsKey(row.id)) {
                return null;
            }
            ObjectNode json = payloads.conversation(row);
            if (!event.equals("conversation_created")) {
                Json.put(json, "changed_attributes", changes == null ? null : Json.array(changes));
            }
            return json;
        };
        toBoth(event, row.inbox(), body);
    }

    void typing(ConversationRow row, boolean on, ObjectNode user, boolean isPrivate) {
        String event = on ? "conversation_typing_on" : "conversation_typing_off";
        toBoth(event, row.inbox(), () -> payloads.typing(row, user, isPrivate));
    }

    void contact(String event, ContactRow contact) {
        toAccount(event, () -> ChatwootPayloads.contact(contact));
    }

    private void toBoth(String event, InboxRow inbox, Supplier<@Nullable ObjectNode> body) {
        toAccount(event, body);
        later(() -> {
            String url = inboxUrl(inbox);
            if (url != null) {
                String ignored = send(event, url, inbox.secret, body);
            }
        });
    }

    private void toAccount(String event, Supplier<@Nullable ObjectNode> body) {
        List<HookRow> hooks;
        synchronized (data) {
            hooks = data.hooks.values().stream()
                    .filter(hook -> hook.subscriptions().contains(event))
                    .toList();
        }
        hooks.forEach(hook -> later(() -> {
            String ignored = send(event, hook.url(), hook.secret(), body);
        }));
    }

    private void toInbox(String event, MessageRow message) {
        InboxRow inbox = message.conversation.inbox();
        String url = inboxUrl(inbox);
        String error = url == null ? null : send(event, url, inbox.secret, () -> message(message));
        if (error != null) {
            refusals.accept(message, error);
        }
    }

    private @Nullable String inboxUrl(InboxRow inbox) {
        synchronized (data) {
            return inbox.isApi() && inbox.webhookUrl != null && !inbox.webhookUrl.isBlank() ? inbox.webhookUrl : null;
        }
    }

    private void later(Runnable job) {
        if (!jobs.isShutdown()) {
            jobs.execute(underway.counted(job));
        }
    }

    /** Why the receiver has not taken it, or null. */
    private @Nullable String send(String event, String url, String secret, Supplier<@Nullable ObjectNode> body) {
        ObjectNode json;
        synchronized (data) {
            json = body.get();
        }
        if (json == null) {
            return null;
        }
        byte[] bytes = Json.bytes(json.put("event", event));
        try {
            int status = poster.post(url, headers(secret, bytes), bytes);
            return status / 100 == 2 ? null : HttpResponseStatus.valueOf(status).toString();
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("Timeout")
                    ? "Net::ReadTimeout with #<TCPSocket:(closed)>"
                    : "Failed to open TCP connection";
        }
    }

    private Map<String, String> headers(String secret, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.put("X-Chatwoot-Delivery", UUID.randomUUID().toString());
        if (switches.signs) {
            String time = String.valueOf(Instant.now().getEpochSecond());
            headers.put("X-Chatwoot-Timestamp", time);
            headers.put("X-Chatwoot-Signature", "sha256=" + signature(secret, time, body));
        }
        return headers;
    }

    private static String signature(String secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        jobs.shutdownNow();
    }
}
