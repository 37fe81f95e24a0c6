package dev.carteiro.fake;

import org.jspecify.annotations.Nullable;

/** A contact as a Chatwoot has it. */
public record ChatwootContact(
        long id,
        @Nullable String name,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String identifier,
        @Nullable String avatar,
        boolean blocked) {

    static ChatwootContact of(ContactRow row) {
        return new ChatwootContact(row.id, row.name, row.phone, row.email, row.identifier, row.avatar, row.blocked);
    }
}
