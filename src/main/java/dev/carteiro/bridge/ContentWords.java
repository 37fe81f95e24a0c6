package dev.carteiro.bridge;

import dev.carteiro.event.Content;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of each kind of content, in Chatwoot's Markdown. */
final class ContentWords {

    private static final Pattern IMAGES = Pattern.compile("(\\d{1,9}) images?");
    private static final Pattern VIDEOS = Pattern.compile("(\\d{1,9}) videos?");

    private final Phrases phrases;

    private ContentWords(Phrases phrases) {
        this.phrases = phrases;
    }

    /** Empty where there is nothing to say, as of a picture without a caption. */
    static String of(Content content, Phrases phrases) {
        return new ContentWords(phrases).words(content);
    }

    private String words(Content content) {
        return switch (content) {
            case Content.Text text -> Markdown.toChatwoot(text.text());
            case Content.Media media -> media.caption() == null ? "" : Markdown.toChatwoot(media.caption());
            case Content.Location location -> location(location);
            case Content.Contacts contacts -> contacts(contacts);
            case Content.Reaction reaction ->
                reaction.emoji().isEmpty() ? phrases.say(Phrase.REACTION_REMOVED) : reaction.emoji();
            case Content.Poll poll -> poll(poll);
            case Content.Order order -> order(order);
            case Content.Notice notice -> notice.text();
            case Content.Other other -> other(other);
        };
    }

    private String location(Content.Location location) {
        String coordinates = decimal(location.latitude()) + "," + decimal(location.longitude());
        return Wording.joined(
                "\n",
                heading(location.live() ? Phrase.LIVE_LOCATION : Phrase.LOCATION),
                location.name(),
                location.address(),
                "https://www.google.com/maps/search/?api=1&query=" + coordinates);
    }

    private static String decimal(double degrees) {
        return BigDecimal.valueOf(degrees).toPlainString();
    }

    private String contacts(Content.Contacts contacts) {
        List<String> cards = new ArrayList<>();
        for (Content.Card card : contacts.cards()) {
            cards.add(card(card));
        }
        return String.join("\n\n", cards);
    }

    private String card(Content.Card card) {
        VCard vcard = VCard.of(card.vcard() == null ? "" : card.vcard());
        List<String> lines = new ArrayList<>(List.of(heading(Phrase.CONTACT)));
        String name = vcard.name() == null ? card.name() : vcard.name();
        if (name != null) {
            lines.add(phrases.say(Phrase.NAME) + ": " + name);
        }
        int count = vcard.numbers().size();
        for (int i = 0; i < count; i++) {
            String number = phrases.say(Phrase.NUMBER) + (count == 1 ? "" : " (" + (i + 1) + ")");
            lines.add(number + ": " + vcard.numbers().get(i).shown());
        }
        return String.join("\n", lines);
    }

    /** A vote does not know the question. */
    private String poll(Content.Poll poll) {
        if (poll.question() == null) {
            return poll.chosen().isEmpty()
                    ? phrases.say(Phrase.VOTE_WITHDRAWN)
                    : heading(Phrase.VOTE) + " " + String.join(", ", poll.chosen());
        }
        StringBuilder lines = new StringBuilder(heading(Phrase.POLL) + " " + poll.question());
        poll.options().forEach(option -> lines.append("\n- ").append(option));
        return lines.toString();
    }

    private String order(Content.Order order) {
        String title = order.title();
        return Wording.joined(
                "\n",
                heading(Phrase.ORDER) + " " + (title == null ? order.orderId() : title),
                order.items() == null ? null : phrases.say(Phrase.ITEMS) + ": " + order.items(),
                order.total() == null
                        ? null
                        : phrases.say(Phrase.TOTAL) + ": " + amount(order.total(), order.currency()));
    }

    /** Of so many thousandths; a currency that nobody knows is written behind the number. */
    private String amount(long thousandths, @Nullable String currency) {
        BigDecimal amount = BigDecimal.valueOf(thousandths, 3);
        NumberFormat format = NumberFormat.getCurrencyInstance(phrases.locale());
        try {
            Currency known = Currency.getInstance(currency == null ? "" : currency);
            format.setCurrency(known);
            format.setMinimumFractionDigits(Math.max(known.getDefaultFractionDigits(), 0));
            format.setMaximumFractionDigits(Math.max(known.getDefaultFractionDigits(), 0));
            format.setRoundingMode(RoundingMode.HALF_UP);
            return format.format(amount).replace('\u00a0', ' ').replace('\u202f', ' ');
        } catch (IllegalArgumentException e) {
            String number = amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
            return currency == null ? number : number + " " + currency;
        }
    }

    /** What has words of its own is shown by them; what has not can be seen on the phone only. */
    private String other(Content.Other other) {
        String text = other.text();
        String words = text == null ? null : Markdown.toChatwoot(text);
        String unsupported = phrases.say(Phrase.UNSUPPORTED);
        return switch (other.name()) {
            case "albumMessage" -> album(text == null ? "" : text);
            case "listMessage" -> words == null ? unsupported : heading(Phrase.LIST) + "\n" + words;
            case "interactiveMessage", "buttonsMessage", "templateMessage", "productMessage" ->
                words == null ? unsupported : words;
            case null, default -> Wording.joined("\n\n", unsupported, words);
        };
    }

    /** The pictures follow, each as a message of its own. */
    private String album(String counts) {
        String images = counted(Phrase.IMAGES, IMAGES.matcher(counts));
        String videos = counted(Phrase.VIDEOS, VIDEOS.matcher(counts));
        return Wording.joined(" ", heading(Phrase.ALBUM), Wording.joined(", ", images, videos));
    }

    private @Nullable String counted(Phrase phrase, Matcher count) {
        return count.find() ? phrases.say(phrase, count.group(1)) : null;
    }

    private String heading(Phrase phrase) {
        return Wording.bold(phrases.say(phrase) + ":");
    }
}
