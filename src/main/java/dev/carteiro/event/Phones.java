package dev.carteiro.event;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Phone numbers as WhatsApp, Chatwoot and people write them. */
public final class Phones {

    private static final String SERVER = "@s.whatsapp.net";
    private static final String OLD_SERVER = "@c.us";
    private static final String BRAZIL = "55";

    /** Country, area, eight digits. */
    private static final int SHORT_BRAZILIAN = 12;

    private static final Set<String> TWO_DIGIT_COUNTRIES = Set.of(
            "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
            "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
            "86", "90", "91", "92", "93", "94", "95", "98");

    private Phones() {}

    /** The digits of a person's address or of a number; null for groups, privacy ids and whatever else is no number. */
    public static @Nullable String digits(String jid) {
        int at = jid.indexOf('@');
        String server = at < 0 ? SERVER : jid.substring(at);
        if (!server.equals(SERVER) && !server.equals(OLD_SERVER)) {
            return null;
        }
        String user = at < 0 ? jid : jid.substring(0, at);
        int device = user.indexOf(':');
        String number = device < 0 ? user : user.substring(0, device);
        String digits = number.startsWith("+") ? number.substring(1) : number;
        return isNumber(digits) ? digits : null;
    }

    /** E.164 with the plus; null for whatever is no number. */
    public static @Nullable String phone(String jid) {
        String digits = digits(jid);
        return digits == null ? null : "+" + digits;
    }

    /** The address of {@code e164} on WhatsApp. */
    public static String jid(String e164) {
        return bare(e164) + SERVER;
    }

    /**
     * {@code e164} first, then what else may be written for it: Brazilian mobile numbers got a ninth digit, which WhatsApp
     * leaves out of the addresses of older accounts.
     */
    public static List<String> variants(String e164) {
        String digits = bare(e164);
        String same = "+" + digits;
        if (!isNumber(digits) || !digits.startsWith(BRAZIL) || !isArea(digits)) {
            return List.of(same);
        }
        if (digits.length() == SHORT_BRAZILIAN && isMobile(digits.charAt(4))) {
            return List.of(same, "+" + digits.substring(0, 4) + "9" + digits.substring(4));
        }
        boolean ninth = digits.length() == SHORT_BRAZILIAN + 1 && digits.charAt(4) == '9' && isMobile(digits.charAt(5));
        return ninth ? List.of(same, "+" + digits.substring(0, 4) + digits.substring(5)) : List.of(same);
    }

    /** All addresses under which gateways know the person with this number, however they write it. */
    public static List<String> addresses(String e164) {
        return variants(e164).stream()
                .map(Phones::bare)
                .flatMap(digits -> Stream.of(digits + SERVER, digits + OLD_SERVER))
                .toList();
    }

    /** As people write it: {@code +55 11 98888-7777}, {@code +1 415 555 2671}. */
    public static String format(String e164) {
        String digits = bare(e164);
        if (!isNumber(digits)) {
            return e164;
        }
        int length = digits.length();
        if (digits.startsWith(BRAZIL) && (length == SHORT_BRAZILIAN || length == SHORT_BRAZILIAN + 1)) {
            return "+55 " + digits.substring(2, 4) + " " + digits.substring(4, length - 4) + "-"
                    + digits.substring(length - 4);
        }
        int country = Math.min(countryLength(digits), length);
        StringBuilder spaced = new StringBuilder("+").append(digits, 0, country);
        int from = country;
        while (length - from > 4) {
            spaced.append(' ').append(digits, from, from + 3);
            from += 3;
        }
        return from == length
                ? spaced.toString()
                : spaced.append(' ').append(digits, from, length).toString();
    }

    private static int countryLength(String digits) {
        if (digits.startsWith("1") || digits.startsWith("7")) {
            return 1;
        }
        return digits.length() > 2 && TWO_DIGIT_COUNTRIES.contains(digits.substring(0, 2)) ? 2 : 3;
    }

    private static boolean isArea(String digits) {
        return digits.length() > 4 && digits.charAt(2) != '0' && digits.charAt(3) != '0';
    }

    private static boolean isMobile(char first) {
        return first >= '6' && first <= '9';
    }

    private static String bare(String e164) {
        return e164.startsWith("+") ? e164.substring(1) : e164;
    }

    private static boolean isNumber(String digits) {
        return !digits.isEmpty() && digits.length() <= 15 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
