package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An Evolution server with instances and webhooks, without Socket.IO, and with people who write. */
public final class WhatsAppServer implements AutoCloseable {

    private final String apiKey = UUID.randomUUID().toString();
    private final WhatsAppState state;
    private final WhatsAppHooks hooks;
    private final WhatsAppPeople people;
    private final FakeServer server;

    private WhatsAppServer(String version) {
        state = new WhatsAppState(version);
        hooks = new WhatsAppHooks(state);
        WhatsAppFrames frames = new WhatsAppFrames(state);
        people = new WhatsAppPeople(state, hooks, frames);
        WhatsAppDesk desk = new WhatsAppDesk(state, hooks, frames);
        WhatsAppRouter router = new WhatsAppRouter(state, new InstanceCalls(state, hooks), apiKey);
        router.sends(new SendCalls(desk));
        router.chats(new ChatCalls(state, frames), desk);
        server = new FakeServer(router);
        state.url = server.url();
    }

    /** The newest stable one, 2.3.7. */
    public static WhatsAppServer start() {
        return start("2.3.7");
    }

    /** 2.3.7 or 2.4.0. */
    public static WhatsAppServer start(String version) {
        return new WhatsAppServer(version);
    }

    public String url() {
        return server.url();
    }

    /** The global one. */
    public String apiKey() {
        return apiKey;
    }

    /** An instance that is connected, made where there is none of the name. */
    @CanIgnoreReturnValue
    public WhatsAppInstance instance(String name) {
        return state.all().stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseGet(() -> state.add(name));
    }

    /** Whether all webhooks that were due have been taken or given up. */
    public boolean isIdle() {
        return hooks.underway().isIdle();
    }

    /** How many webhooks there have ever been. */
    public long webhooks() {
        return hooks.underway().due();
    }

    /** What goes wrong with the calls from now on. */
    public void faults(FaultPlan plan) {
        server.faults(plan);
    }

    /** Whether a send waits until its webhook has been taken before it is answered. */
    public void webhookFirst(boolean on) {
        state.webhookFirst = on;
    }

    /** Whether the webhooks of a chat come one after another, which they do by default. */
    public void inOrder(boolean on) {
        state.inOrder = on;
    }

    /** Whether webhooks hold the files, up to 16 MiB. */
    public void base64InWebhook(boolean on) {
        state.base64 = on;
    }

    /** A file of any size that takes no memory; {@code name} says by its extension what it is. */
    public static Media generatesMedia(String name, long size, long seed) {
        return Media.generated(name, WhatsAppMedia.type(name), size, seed);
    }

    @CanIgnoreReturnValue
    public String customerWrites(String instance, String chat, String pushName, String text) {
        return people.say(instance, people.text(chat, pushName, text));
    }

    /** Any message, such as {@code {"imageMessage": {"caption": "x"}}}; what a file says of itself is added. */
    @CanIgnoreReturnValue
    public String customerSends(
            String instance, String chat, Map<String, ?> message, String messageType, @Nullable Media media) {
        String name = WhatsAppNumbers.digits(chat);
        return people.say(instance, people.content(chat, name, message, messageType, media));
    }

    /** As {@link #customerSends(String, String, Map, String, Media)}, in a group. */
    @CanIgnoreReturnValue
    public String groupMemberSends(
            String instance, Member member, Map<String, ?> message, String messageType, @Nullable Media media) {
        Spoken spoken = people.content(member.group, member.pushName, message, messageType, media);
        spoken.participant = member.participant;
        return people.say(instance, spoken);
    }

    @CanIgnoreReturnValue
    public String groupMemberWrites(String instance, Member member, String text) {
        Spoken spoken = people.text(member.group, member.pushName, text);
        spoken.participant = member.participant;
        return people.say(instance, spoken);
    }

    @CanIgnoreReturnValue
    public String customerReplies(String instance, String chat, String pushName, String text, String quotedId) {
        return people.say(instance, people.reply(instance, chat, pushName, text, quotedId));
    }

    /** An empty emoji takes the reaction back. */
    @CanIgnoreReturnValue
    public String customerReacts(String instance, String chat, String pushName, String targetId, String emoji) {
        return people.say(instance, people.reaction(instance, chat, pushName, targetId, emoji));
    }

    public void customerEdits(String instance, String id, String text) {
        people.edit(instance, id, text);
    }

    public void customerDeletes(String instance, String id) {
        people.delete(instance, id);
    }

    /** Typed on the telephone of the instance itself. */
    @CanIgnoreReturnValue
    public String phoneWrites(String instance, String chat, String text) {
        return people.phone(instance, chat, text);
    }

    /** SERVER_ACK, DELIVERY_ACK, READ, PLAYED or ERROR; in a group nobody is told. */
    public void receipt(String instance, String id, String status) {
        people.receipt(instance, id, status);
    }

    /** The customer types; false where no presence of the chat was ever sent, for then nobody is told. */
    @CanIgnoreReturnValue
    public boolean types(String instance, String chat) {
        return people.type(instance, chat, "composing");
    }

    /** As {@link #types}, with paused, recording, available or unavailable. */
    @CanIgnoreReturnValue
    public boolean presence(String instance, String chat, String presence) {
        return people.type(instance, chat, presence);
    }

    public void qr(String instance, String code) {
        people.qr(instance, code);
    }

    /** Open, connecting or close. */
    public void connection(String instance, String newState) {
        people.connection(instance, newState);
    }

    /** What was sent to a chat, in order and by whichever instance; digits stand for their address. */
    public List<WhatsAppSent> sent(String chat) {
        return sent(sent -> sent.chat().equals(chat) || sent.chat().equals(chat + "@s.whatsapp.net"));
    }

    public List<WhatsAppSent> sent() {
        return sent(sent -> true);
    }

    private List<WhatsAppSent> sent(Predicate<WhatsAppSent> wanted) {
        return state.sent.stream().filter(wanted).toList();
    }

    public List<WhatsAppMark> readMarks() {
        return List.copyOf(state.reads);
    }

    public List<WhatsAppPresence> presences() {
        return List.copyOf(state.presences);
    }

    public List<WhatsAppMark> deleted() {
        return List.copyOf(state.deleted);
    }

    public List<WhatsAppMark> edited() {
        return List.copyOf(state.edited);
    }

    /** What has been answered, or left without an answer, so far. */
    public List<Call> calls() {
        return server.calls();
    }

    @Override
    public void close() {
        server.close();
        hooks.close();
    }

    /** Somebody in a group. */
    public record Member(String group, String participant, String pushName) {}
}
