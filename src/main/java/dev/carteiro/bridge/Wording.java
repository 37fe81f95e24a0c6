package dev.carteiro.bridge;

import dev.carteiro.event.Ad;
import dev.carteiro.event.Content;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import dev.carteiro.event.Phones;
import org.jspecify.annotations.Nullable;

/** Says in Chatwoot's Markdown what a message from WhatsApp says or shows. */
final class Wording {

    /** Chatwoot refuses longer messages. */
    static final int LONGEST = 150_000;

    private static final int LONGEST_TITLE = 40;
    private static final int LONGEST_BODY = 75;

    private Wording() {}

    /** The message: who wrote it where a group is read, what it says, and the advertisement that it answers. */
    static Worded of(Message message, Phrases phrases) {
        Ad ad = message.ad();
        String said = ContentWords.of(message.content(), phrases);
        String text = prefix(message) + joined("\n\n", said, ad == null ? null : ad(ad, phrases));
        return new Worded(cut(text, LONGEST), message.content() instanceof Content.Media);
    }

    /** The text that replaces a message's former one; the file, if there is one, is the former message's. */
    static Worded edited(Content content, Phrases phrases) {
        String said = ContentWords.of(content, phrases);
        String text = joined("\n\n", phrases.say(Phrase.EDITED) + ":", said);
        return new Worded(cut(text, LONGEST), false);
    }

    private static String prefix(Message message) {
        Party sender = message.sender();
        if (!message.group() || message.fromMe() || sender == null) {
            return "";
        }
        String name = sender.name() == null ? "" : bare(sender.name());
        String phone = sender.phone() == null ? "" : Phones.format(sender.phone());
        String who = phone + (phone.isEmpty() || name.isEmpty() ? "" : " - ") + name;
        return who.isEmpty() ? "" : "**" + who + ":**\n\n";
    }

    private static String ad(Ad ad, Phrases phrases) {
        String title = ad.title() == null ? "" : bare(ad.title());
        String body = ad.body() == null ? null : cut(ad.body().strip(), LONGEST_BODY);
        return joined("\n", bold(title.isEmpty() ? phrases.say(Phrase.AD) : cut(title, LONGEST_TITLE)), body, ad.url());
    }

    static String bold(String words) {
        return "**" + words + "**";
    }

    /** What there is of {@code parts}, with {@code between} them. */
    static String joined(String between, @Nullable String... parts) {
        StringBuilder joined = new StringBuilder();
        for (String part : parts) {
            if (part != null && !part.isBlank()) {
                joined.append(joined.isEmpty() ? "" : between).append(part);
            }
        }
        return joined.toString();
    }

    /** One line without marks, fit to be set in bold. */
    private static String bare(String name) {
        return name.replaceAll("[*_~`\\s\\p{Cntrl}]+", " ").strip();
    }

    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
