package dev.carteiro.event;

import org.jspecify.annotations.Nullable;

/**
 * A person, bot, group or chat.
 *
 * @param id the source's own address of it, a WhatsApp JID for WhatsApp
 * @param phone E.164 with the plus, absent where the source shows none (a LID is no phone number)
 * @param lid WhatsApp's privacy id of whoever {@code phone} belongs to, where the source tells both in one breath
 */
public record Party(
        String id,
        @Nullable String name,
        @Nullable String phone,
        @Nullable String lid) {

    /** A party of which one address is told. */
    public Party(String id, @Nullable String name, @Nullable String phone) {
        this(id, name, phone, null);
    }
}
