package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatTable.Chat;
import dev.carteiro.bridge.Contacts.Person;
import dev.carteiro.bridge.MessageTable.Draft;
import dev.carteiro.bridge.Posting.Letter;
import dev.carteiro.chatwoot.Upload;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.ConnectionState;
import dev.carteiro.event.Event;
import dev.carteiro.evolution.Reply;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The conversation in which an instance speaks of itself: its codes to pair it with, how it stands, and what it is told to
 * do there (rows 4 to 8 of what Evolution's own bridge does).
 */
final class InstanceTalk {

    /** No address of WhatsApp's. */
    private static final String CHAT = "instance@carteiro";

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Link link;
    private final Contacts contacts;
    private final Conversations conversations;
    private final Posting posting;

    InstanceTalk(Link link) {
        this.link = link;
        this.contacts = new Contacts(link);
        this.conversations = new Conversations(link);
        this.posting = new Posting(link);
    }

    static boolean is(String chat) {
        return chat.equals(CHAT);
    }

    Mono<Outcome> qrcode(Delivery delivery, Event.QrcodeUpdated code) {
        Duration age = Duration.between(
                delivery.event().envelope().receivedAt(), link.tools().clock().instant());
        if (!link.options().bot() || age.compareTo(FRESH) > 0) {
            return Ends.done("not to be shown, or no longer good");
        }
        String key = "qr#" + delivery.event().envelope().id();
        if (!code.available()) {
            return said(delivery, key, link.phrases().say(Phrase.QR_LIMIT), List.of());
        }
        String text = link.phrases().say(Phrase.SCAN, FRESH.toSeconds());
        if (code.pairingCode() != null) {
            text += "\n\n" + pairing(code.pairingCode());
        }
        byte[] picture = picture(code.image());
        if (picture == null) {
            return said(delivery, key, text, List.of());
        }
        String words = text;
        return Mono.usingWhen(
                link.tools().spool().of(Flux.just(picture)),
                file -> said(delivery, key, words, List.of(new Upload("qr-code.png", "image/png", file))),
                file -> Mono.fromRunnable(file::close));
    }

    private String pairing(String code) {
        return "**" + link.phrases().say(Phrase.PAIRING_CODE) + ":** " + code;
    }

    private static byte @Nullable [] picture(@Nullable String dataUri) {
        int comma = dataUri == null ? -1 : dataUri.indexOf(',');
        if (dataUri == null || comma < 0) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(dataUri.substring(comma + 1));
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    /** What is told again and again is said once. */
    Mono<Outcome> connection(Delivery delivery, Event.ConnectionChanged connection) {
        ConnectionState state = connection.state();
        if (!link.options().bot() || state == ConnectionState.CONNECTING) {
            return Ends.done("not to be shown");
        }
        String word = state.name().toLowerCase(Locale.ROOT);
        return link.chats().find(CHAT).flatMap(chat -> {
            if (word.equals(chat.picture()) || (chat.contact() == null && state != ConnectionState.OPEN)) {
                return Ends.done("no news");
            }
            String text = state == ConnectionState.OPEN
                    ? link.phrases().say(Phrase.CONNECTED)
                    : link.phrases()
                            .say(
                                    Phrase.INSTANCE_STATUS,
                                    link.instance(delivery.event().envelope()),
                                    word);
            return said(delivery, "state#" + delivery.event().envelope().id(), text, List.of())
                    .delayUntil(said ->
                            link.chats().find(CHAT).flatMap(now -> link.chats().save(now.shown(word))));
        });
    }

    private Mono<Outcome> said(Delivery delivery, String key, String text, List<Upload> files) {
        return said(key, text, files, delivery.event().envelope().receivedAt().getEpochSecond())
                .onErrorResume(
                        Posting.ConversationGoneException.class,
                        gone -> link.chats()
                                .forget(CHAT)
                                .then(Ends.defer("the instance's conversation is not there any more")));
    }

    private Mono<Outcome> said(String key, String text, List<Upload> files, long at) {
        Letter letter = new Letter(key, CHAT, null, false, text, null, null, null, at);
        return link.chatwoot()
                .inbox()
                .known()
                .flatMap(inbox -> link.chats()
                        .find(CHAT)
                        .flatMap(chat -> contacts.known(chat, inbox, Mono.just(self())))
                        .flatMap(chat -> conversations.known(chat, inbox, true)))
                .flatMap(chat -> posting.post(conversation(chat), letter, files))
                .map(row -> Ends.delivered("message " + row.chatwoot()));
    }

    private static long conversation(Chat chat) {
        return chat.conversation() == null ? 0 : chat.conversation();
    }

    private Person self() {
        return new Person(CHAT, link.options().botName(), null, link.options().botPicture());
    }

    /** What a person writes there is for us, once; a bot that was answered would answer that. */
    Mono<Outcome> command(Delivery delivery, Written written) {
        if (written.author() == null || written.isAgents()) {
            return Ends.done("nobody has said that");
        }
        Row.Address address = new Row.Address(CHAT, written.conversationId(), null);
        Draft draft = new Draft(Draft.TO_WHATSAPP, null, written.id(), "command", address, true, null, null);
        return link.messages()
                .begin(draft)
                .flatMap(row -> row.fresh()
                        ? link.messages().state(row, Row.State.THERE).then(Mono.defer(() -> done(delivery, written)))
                        : Ends.done("it was done when it came"));
    }

    private Mono<Outcome> done(Delivery delivery, Written written) {
        String text = written.content().strip().replaceFirst("^/", "").toLowerCase(Locale.ROOT);
        String instance = link.instance(delivery.event().envelope());
        String word = text.replaceFirst(":.*", "").strip();
        Mono<String> answer = switch (word) {
            case "init", "iniciar" -> connect(instance, number(text));
            case "status" ->
                told(
                        link.whatsapp().api().connectionState(instance),
                        body -> link.phrases()
                                .say(
                                        Phrase.INSTANCE_STATUS,
                                        instance,
                                        body.at("/instance/state").asString("unknown")));
            case "disconnect", "desconectar" ->
                told(
                        link.whatsapp().api().logout(instance),
                        body -> link.phrases().say(Phrase.INSTANCE_STATUS, instance, "close"));
            case "restart", "reiniciar" ->
                told(
                        link.whatsapp().api().restart(instance),
                        body -> link.phrases().say(Phrase.INSTANCE_STATUS, instance, "connecting"));
            default -> Mono.fromSupplier(() -> link.phrases().say(Phrase.COMMANDS));
        };
        return answer.flatMap(said -> said(delivery, "command#" + written.id(), said, List.of()));
    }

    private static @Nullable String number(String text) {
        int colon = text.indexOf(':');
        String digits = colon < 0 ? "" : text.substring(colon + 1).replaceAll("\\D", "");
        return digits.isEmpty() ? null : digits;
    }

    /** The code itself comes as an event, like any other. */
    private Mono<String> connect(String instance, @Nullable String number) {
        return told(link.whatsapp().api().connect(instance, number), body -> {
            String pairing = body.path("pairingCode").asString("");
            if (body.at("/instance/state").asString("").equals("open")) {
                return link.phrases().say(Phrase.ALREADY_CONNECTED);
            }
            return pairing.isEmpty()
                    ? link.phrases().say(Phrase.INSTANCE_STATUS, instance, "connecting")
                    : pairing(pairing);
        });
    }

    private static Mono<String> told(Mono<Reply> call, Function<JsonNode, String> words) {
        return call.map(reply -> switch (reply) {
            case Reply.Done done -> words.apply(done.body());
            case Reply.Failed failed -> failed.reason();
        });
    }
}
