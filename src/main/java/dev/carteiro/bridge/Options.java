package dev.carteiro.bridge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a bridge behaves.
 *
 * @param instance the WhatsApp instance, where it has not the bridge's own name
 * @param source the Evolution source that tells of it; absent where any may
 * @param signMessages whether the agent's name stands before what goes to WhatsApp
 * @param reopenConversation whether a chat always has the same conversation; else a resolved one is followed by another
 * @param conversationPending whether new and reopened conversations are pending, as bots want them
 * @param markRead whether customers see that an agent has read or answered
 * @param mergeBrazilContacts whether two contacts of one Brazilian number, with and without its ninth digit, become one
 * @param deleteMessages whether what is deleted on WhatsApp is deleted in Chatwoot
 * @param typing whether each side is shown that the other one types
 * @param bot whether the instance has a conversation of its own, for its QR codes, its state and commands
 * @param botName what its contact is called
 * @param botPicture the URL of its contact's picture
 * @param ignore addresses and endings of addresses whose chats are left alone
 * @param language of what the bridge itself says: {@code en} or {@code pt-BR}
 */
record Options(
        @Nullable String instance,
        @Nullable String source,
        @DefaultValue("false") boolean signMessages,
        @DefaultValue("\n") String signDelimiter,
        @DefaultValue("true") boolean reopenConversation,
        @DefaultValue("false") boolean conversationPending,
        @DefaultValue("true") boolean markRead,
        @DefaultValue("false") boolean mergeBrazilContacts,
        @DefaultValue("true") boolean deleteMessages,
        @DefaultValue("true") boolean typing,
        @DefaultValue("true") boolean bot,
        @DefaultValue("Carteiro") String botName,
        @Nullable String botPicture,
        List<String> ignore,
        @DefaultValue("en") String language) {

    private static final List<String> LANGUAGES = List.of("en", "pt-BR");

    /** Where nothing is written. */
    static final Options USUAL = new Options(
            null, null, false, "\n", true, false, true, false, true, true, true, "Carteiro", null, List.of(), "en");

    Options {
        ignore = List.copyOf(ignore);
        if (!LANGUAGES.contains(language)) {
            throw new IllegalArgumentException(
                    "language is one of " + String.join(", ", LANGUAGES) + ", but is " + language);
        }
    }
}
