package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.fake.ChatwootContact;
import dev.carteiro.fake.ChatwootConversation;
import dev.carteiro.fake.ChatwootMessage;
import dev.carteiro.fake.ChatwootServer;
import dev.carteiro.fake.WhatsAppSent;
import dev.carteiro.fake.WhatsAppServer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of the bridge, each with chats of its own. */
@ExtendWith(BridgedRouter.Provider.class)
abstract class BridgeTests {

    static final String RAVENNA = BridgedRouter.RAVENNA;
    static final String VENDAS = BridgedRouter.VENDAS;

    static final String INSTANCE_CHAT = "instance@carteiro";

    private static final Set<String> BEGUN = ConcurrentHashMap.newKeySet();

    final BridgedRouter router;
    final ChatwootServer chatwoot;
    final WhatsAppServer whatsapp;

    BridgeTests(BridgedRouter router) {
        this.router = router;
        this.chatwoot = router.chatwoot();
        this.whatsapp = router.whatsapp();
    }

    /** A Brazilian mobile number that no other test has. */
    static String chat() {
        return "551198" + TestEvents.chat().replaceAll("\\D", "").substring(6) + "@s.whatsapp.net";
    }

    static String phone(String chat) {
        return "+" + chat.replaceAll("@.*", "");
    }

    List<ChatwootContact> contacts(String identifier) {
        return chatwoot.contacts().stream()
                .filter(contact -> identifier.equals(contact.identifier()))
                .toList();
    }

    List<ChatwootConversation> conversations(String chat) {
        return chatwoot.conversations().stream()
                .filter(conversation ->
                        contacts(chat).stream().anyMatch(contact -> contact.id() == conversation.contactId()))
                .toList();
    }

    /** Everything that Chatwoot has of a chat, in its order. */
    List<ChatwootMessage> shown(String chat) {
        return conversations(chat).stream()
                .flatMap(conversation -> chatwoot.messages(conversation.id()).stream())
                .filter(message -> !message.type().equals("activity"))
                .toList();
    }

    List<String> texts(String chat) {
        return shown(chat).stream()
                .map(message -> String.valueOf(message.content()))
                .toList();
    }

    @CanIgnoreReturnValue
    ChatwootMessage awaitShown(String chat, Predicate<ChatwootMessage> wanted) {
        eventually().until(() -> shown(chat).stream().anyMatch(wanted));
        return shown(chat).stream().filter(wanted).findFirst().orElseThrow();
    }

    /** The message with this text, which is what all of it says. */
    @CanIgnoreReturnValue
    ChatwootMessage awaitShown(String chat, String text) {
        return awaitShown(chat, message -> text.equals(message.content()));
    }

    /**
     * The conversation of a chat that a customer has begun. Chatwoot's times have whole seconds, and what may have been
     * written before there was a bridge is not looked for: the first one waits until there is no such doubt.
     */
    @CanIgnoreReturnValue
    long begun(String instance, String chat) {
        whatsapp.customerWrites(instance, chat, "Ana Souza", "Oi");
        awaitShown(chat, "Oi");
        if (BEGUN.add(instance)) {
            long second = Instant.now().getEpochSecond();
            eventually().until(() -> Instant.now().getEpochSecond() > second);
        }
        return conversations(chat).getFirst().id();
    }

    /** Where a bridge tells of its instance and takes commands. */
    List<ChatwootConversation> instanceConversations(String inbox) {
        return chatwoot.inboxes().stream()
                .filter(one -> one.name().equals(inbox))
                .flatMap(one -> conversations(INSTANCE_CHAT).stream()
                        .filter(conversation -> conversation.inboxId() == one.id()))
                .toList();
    }

    /** What a bridge has told of its own instance; the conversations of other instances have the same name. */
    List<ChatwootMessage> told(String inbox) {
        return instanceConversations(inbox).stream()
                .flatMap(conversation -> chatwoot.messages(conversation.id()).stream())
                .toList();
    }

    void awaitTold(String inbox, String text) {
        eventually().until(() -> told(inbox).stream().anyMatch(message -> text.equals(message.content())));
    }

    List<WhatsAppSent> sent(String chat) {
        return whatsapp.sent(chat);
    }

    @CanIgnoreReturnValue
    WhatsAppSent awaitSent(String chat, Predicate<WhatsAppSent> wanted) {
        eventually().until(() -> sent(chat).stream().anyMatch(wanted));
        return sent(chat).stream().filter(wanted).findFirst().orElseThrow();
    }

    @CanIgnoreReturnValue
    WhatsAppSent awaitSent(String chat, String text) {
        return awaitSent(chat, one -> text.equals(one.text()));
    }

    ChatwootMessage message(long id) {
        return chatwoot.messages().stream()
                .filter(message -> message.id() == id)
                .findFirst()
                .orElseThrow();
    }

    void awaitStatus(long message, String status) {
        eventually().until(() -> message(message).status().equals(status));
    }

    /** Completes when all that has happened so far is delivered, one way or the other, and what that has caused. */
    void awaitQuiet() {
        eventually().until(() -> Quiet.is(router.client(), chatwoot, whatsapp));
    }

    /** The router's heap is 256 MiB, and its peak is about 330 MiB without any files. */
    void assertSmall(String way) {
        long peak = router.process().peakMemory();
        System.out.println(
                "bridge: four videos of 60 MiB at once " + way + ", the router's peak is " + (peak >> 20) + " MiB");
        assertThat(peak).as("bytes of the router's peak memory").isLessThan(440L << 20);
    }

    static String sourceId(String id) {
        return "WAID:" + Objects.requireNonNull(id);
    }
}
