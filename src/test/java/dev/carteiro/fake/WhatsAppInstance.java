package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An instance of an Evolution server: one number with its messages. Its fields are guarded by its monitor. */
public final class WhatsAppInstance {

    final String id = UUID.randomUUID().toString();
    final Map<String, Spoken> messages = new LinkedHashMap<>();
    final Map<String, ObjectNode> groups = new HashMap<>();
    final Map<String, String> lids = new HashMap<>();
    final Map<String, String> pictures = new HashMap<>();
    final Set<String> absent = new HashSet<>();
    final Set<String> watched = new HashSet<>();
    private final String name;
    private final String token = UUID.randomUUID().toString();
    private final String jid;
    private String state = "open";
    private Hook hook = new Hook(false, "", Map.of(), false, false, List.of());
    private boolean base64;
    private ObjectNode chatwoot = Json.object("enabled", false);

    WhatsAppInstance(String name, String jid) {
        this.name = name;
        this.jid = jid;
    }

    public String name() {
        return name;
    }

    /** The key that is good for this instance only. */
    public String token() {
        return token;
    }

    /** Its own address. */
    public String jid() {
        return jid;
    }

    public synchronized String state() {
        return state;
    }

    /** What base64 says in the webhook's settings comes into force with the next connection. */
    synchronized void state(String newState) {
        state = newState;
        if (newState.equals("open")) {
            base64 = hook.base64;
        }
    }

    synchronized boolean isOpen() {
        return state.equals("open");
    }

    /** Sends all events there. */
    @CanIgnoreReturnValue
    public synchronized WhatsAppInstance webhook(String url, Map<String, String> headers) {
        hook = new Hook(true, url, headers, false, hook.base64, List.of());
        return this;
    }

    synchronized Hook hook() {
        return hook;
    }

    synchronized void hook(Hook newHook) {
        hook = newHook;
    }

    public synchronized String webhookUrl() {
        return hook.url;
    }

    public synchronized boolean isChatwootEnabled() {
        return Json.flag(chatwoot, "enabled");
    }

    /** Its own integration with Chatwoot. */
    @CanIgnoreReturnValue
    public synchronized WhatsAppInstance chatwoot(boolean on) {
        chatwoot = chatwoot.deepCopy().put("enabled", on);
        return this;
    }

    synchronized ObjectNode chatwootSettings() {
        return chatwoot.deepCopy();
    }

    synchronized void chatwootSettings(ObjectNode settings) {
        chatwoot = settings.deepCopy();
    }

    synchronized boolean sendsBase64() {
        return base64;
    }

    /** A group that the number is in. */
    @CanIgnoreReturnValue
    public synchronized WhatsAppInstance group(String group, String subject, String... participants) {
        List<ObjectNode> members = List.of(participants).stream()
                .map(each -> Json.object("id", each, "admin", null))
                .toList();
        groups.put(
                group,
                Json.object(
                        "id",
                        group,
                        "subject",
                        subject,
                        "size",
                        members.size(),
                        "desc",
                        "",
                        "restrict",
                        false,
                        "announce",
                        false,
                        "participants",
                        Json.array(members)));
        return this;
    }

    /** The same person by phone number and by LID. */
    @CanIgnoreReturnValue
    public synchronized WhatsAppInstance knownAs(String phoneJid, String lid) {
        lids.put(phoneJid, lid);
        return this;
    }

    @CanIgnoreReturnValue
    public synchronized WhatsAppInstance picture(String chat, String url) {
        pictures.put(chat, url);
        return this;
    }

    /** Numbers that nobody has WhatsApp under. */
    @CanIgnoreReturnValue
    public synchronized WhatsAppInstance notOnWhatsApp(String... digits) {
        absent.addAll(List.of(digits));
        return this;
    }

    synchronized @Nullable Spoken find(@Nullable String messageId) {
        return messageId == null ? null : messages.get(messageId);
    }

    synchronized void keep(Spoken spoken) {
        messages.put(spoken.id, spoken);
    }

    /** Where its events go; no events means all. */
    record Hook(
            boolean enabled,
            String url,
            Map<String, String> headers,
            boolean byEvents,
            boolean base64,
            List<String> events) {

        Hook {
            headers = Map.copyOf(headers);
            events = List.copyOf(events);
        }
    }
}
