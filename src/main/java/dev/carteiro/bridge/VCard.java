package dev.carteiro.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge needs of a vCard.
 *
 * @param name the formatted name, else the structured one
 */
record VCard(@Nullable String name, List<Telephone> numbers) {

    /**
     * A telephone number.
     *
     * @param shown as the card has it
     * @param waid the digits of the WhatsApp account, where the card tells them
     */
    record Telephone(String shown, @Nullable String waid) {}

    VCard {
        numbers = List.copyOf(numbers);
    }

    /** The card in {@code text}; of several the first, and where there is none, one without name and numbers. */
    static VCard of(String text) {
        String name = null;
        String structured = null;
        List<Telephone> numbers = new ArrayList<>();
        for (String line : unfolded(text).split("\n", -1)) {
            Property property = Property.of(line);
            switch (property.name()) {
                case "FN" -> name = name == null ? property.text() : name;
                case "N" -> structured = structured == null ? property.words() : structured;
                case "TEL" -> add(property, numbers);
                case "END" -> {
                    return new VCard(name == null ? structured : name, numbers);
                }
                default -> {}
            }
        }
        return new VCard(name == null ? structured : name, numbers);
    }

    private static void add(Property property, List<Telephone> numbers) {
        String told = property.text();
        String waid = property.parameter("WAID");
        if (told != null) {
            numbers.add(new Telephone(told.startsWith("tel:") ? told.substring("tel:".length()) : told, waid));
        } else if (waid != null) {
            numbers.add(new Telephone("+" + waid, waid));
        }
    }

    /** A line that begins with a blank goes on from the one before. */
    private static String unfolded(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n ", "").replace("\n\t", "");
    }

    /** A line of a card: {@code item1.TEL;waid=5511977770000:+55 11 97777-0000}. */
    private record Property(String name, String parameters, String value) {

        static Property of(String line) {
            int colon = colon(line);
            String head = colon < 0 ? "" : line.substring(0, colon);
            int semicolon = head.indexOf(';');
            String name = semicolon < 0 ? head : head.substring(0, semicolon);
            String parameters = semicolon < 0 ? "" : head.substring(semicolon + 1);
            // Quoted-printable went out of use with vCard 2.1, and undecoded it is no text.
            boolean quoted = parameters.toUpperCase(Locale.ROOT).contains("QUOTED-PRINTABLE");
            return new Property(
                    quoted ? "" : name.substring(name.indexOf('.') + 1).strip().toUpperCase(Locale.ROOT),
                    parameters,
                    line.substring(colon + 1));
        }

        /** Where the value begins; a parameter in quotes may hold a colon of its own. */
        private static int colon(String line) {
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                quoted ^= c == '"';
                if (c == ':' && !quoted) {
                    return i;
                }
            }
            return -1;
        }

        @Nullable String parameter(String wanted) {
            for (String parameter : parameters.split(";", -1)) {
                int equals = parameter.indexOf('=');
                if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase(wanted)) {
                    String told =
                            parameter.substring(equals + 1).replace("\"", "").strip();
                    return told.isEmpty() ? null : told;
                }
            }
            return null;
        }

        @Nullable String text() {
            String text = value.replace("\\n", " ")
                    .replace("\\N", " ")
                    .replaceAll("\\\\([,;:\\\\])", "$1")
                    .strip();
            return text.isEmpty() ? null : text;
        }

        /** Of family, given, additional names, prefix and suffix, in the order in which they are spoken. */
        @Nullable String words() {
            String[] parts = value.split("(?<!\\\\);", -1);
            StringBuilder words = new StringBuilder();
            for (int i : new int[] {3, 1, 2, 0, 4}) {
                if (i < parts.length && !parts[i].isBlank()) {
                    words.append(words.isEmpty() ? "" : " ").append(parts[i].strip());
                }
            }
            return words.isEmpty() ? null : new Property("", "", words.toString()).text();
        }
    }
}
