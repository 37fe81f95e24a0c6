package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatTable.Chat;
import reactor.core.publisher.Mono;

/** To whom on WhatsApp a Chatwoot conversation belongs. */
final class Recipients {

    private final Link link;

    Recipients(Link link) {
        this.link = link;
    }

    /** The chat's address: that of the bridge's own map, else what Chatwoot has of the contact. */
    Mono<String> of(Written written) {
        return link.chats()
                .ofConversation(written.conversationId())
                .map(Chat::chat)
                .switchIfEmpty(Mono.defer(() -> told(written)));
    }

    /** A conversation that an agent has begun: the answer is to come into the same one. */
    private Mono<String> told(Written written) {
        return written.addresses().isEmpty()
                ? Ends.refuse("the contact has no phone number and no identifier with a WhatsApp address")
                : Mono.defer(() -> {
                    String address = written.addresses().getFirst();
                    return link.chats()
                            .find(address)
                            .flatMap(chat ->
                                    chat.conversation() == null && link.sides().chatwoot() != null
                                            ? link.chats().save(chat.in(written.conversationId()))
                                            : Mono.just(chat))
                            .thenReturn(address);
                });
    }
}
