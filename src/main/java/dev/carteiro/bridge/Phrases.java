package dev.carteiro.bridge;

import java.util.Locale;
import java.util.function.Function;

/** The bridge's {@link Phrase}s in one language. */
final class Phrases {

    private static final Phrases ENGLISH = new Phrases(Locale.US, Phrase::english);
    private static final Phrases PORTUGUESE = new Phrases(Locale.of("pt", "BR"), Phrase::portuguese);

    private final Locale locale;
    private final Function<Phrase, String> words;

    private Phrases(Locale locale, Function<Phrase, String> words) {
        this.locale = locale;
        this.words = words;
    }

    /** Brazilian Portuguese for {@code pt-BR} and whatever else is Portuguese, English for all others. */
    static Phrases of(String languageTag) {
        return Locale.forLanguageTag(languageTag.replace('_', '-'))
                        .getLanguage()
                        .equals("pt")
                ? PORTUGUESE
                : ENGLISH;
    }

    /** How numbers and amounts are written. */
    Locale locale() {
        return locale;
    }

    /** The words of {@code phrase}, with {@code values} where it has room for some. */
    String say(Phrase phrase, Object... values) {
        return String.format(locale, words.apply(phrase), values);
    }
}
