package dev.carteiro.bridge;

import dev.carteiro.event.Content;
import dev.carteiro.event.MediaKind;
import org.jspecify.annotations.Nullable;

/** What a message says in so few words that what we sent and what WhatsApp makes of it say the same. */
final class Said {

    private Said() {}

    static String text(String text) {
        return Names.hash("text " + plain(text));
    }

    /** Pictures and videos may come back as documents and the other way round, so only voice and stickers keep their kind. */
    static String file(MediaKind kind, @Nullable String caption) {
        String sort = switch (kind) {
            case AUDIO -> "audio";
            case STICKER -> "sticker";
            case IMAGE, VIDEO, DOCUMENT -> "file";
        };
        return Names.hash(sort + " " + plain(caption == null ? "" : caption));
    }

    static String of(Content content) {
        return switch (content) {
            case Content.Text text -> text(text.text());
            case Content.Media media -> file(media.kind(), media.caption());
            case Content.Location location ->
                Names.hash("location " + location.latitude() + " " + location.longitude());
            case Content.Contacts contacts -> Names.hash("contacts " + contacts);
            case Content.Reaction reaction -> Names.hash("reaction " + reaction);
            case Content.Poll poll -> Names.hash("poll " + poll);
            case Content.Order order -> Names.hash("order " + order);
            case Content.Notice notice -> text(notice.text());
            case Content.Other other -> text(String.valueOf(other.text()));
        };
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
