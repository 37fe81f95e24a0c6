package dev.carteiro.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message says or shows. */
public sealed interface Content {

    record Text(String text) implements Content {}

    /** A picture, video, voice note, file or sticker; the bytes are fetched, never carried. */
    record Media(MediaKind kind, MediaFile file, @Nullable String caption) implements Content {}

    /** A place; {@code live} marks one that keeps moving. */
    record Location(
            double latitude,
            double longitude,
            @Nullable String name,
            @Nullable String address,
            boolean live) implements Content {}

    record Contacts(List<Card> cards) implements Content {
        public Contacts {
            cards = List.copyOf(cards);
        }
    }

    /** A contact as it was shared: {@code vcard} is the vCard text. */
    record Card(@Nullable String name, @Nullable String vcard) {}

    /** An emoji on the message {@code messageId}; an empty {@code emoji} takes the reaction back. */
    record Reaction(String messageId, String emoji) implements Content {}

    /** A question with options; {@code chosen} is empty on the question itself and holds the choice on a vote. */
    record Poll(@Nullable String question, List<String> options, List<String> chosen) implements Content {
        public Poll {
            options = List.copyOf(options);
            chosen = List.copyOf(chosen);
        }
    }

    /** A catalogue order; {@code total} is in thousandths of {@code currency}, as WhatsApp counts. */
    record Order(
            String orderId,
            @Nullable String title,
            @Nullable Long total,
            @Nullable String currency,
            @Nullable Integer items)
            implements Content {}

    /** Written by a system rather than by a person, such as a survey or a call's log entry; its kind is {@code system}. */
    record Notice(String text) implements Content {}

    /** A kind of message that has no words here yet; {@code name} is what the source calls it. */
    record Other(@Nullable String name, @Nullable String text) implements Content {}
}
