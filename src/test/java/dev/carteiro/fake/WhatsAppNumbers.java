package dev.carteiro.fake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the address of a chat out of what a call names, and looks it up on WhatsApp. */
final class WhatsAppNumbers {

    private static final Pattern BRAZILIAN = Pattern.compile("55(\\d{2})9(\\d{8})");

    private WhatsAppNumbers() {}

    static String jid(String number) {
        if (number.contains("@")) {
            return number;
        }
        String digits = number.replaceAll("[\\s+()-]", "");
        return digits.length() >= 18 ? digits + "@g.us" : withoutNinth(digits) + "@s.whatsapp.net";
    }

    /** Newer numbers of most of Brazil are on WhatsApp without the ninth digit. */
    private static String withoutNinth(String digits) {
        Matcher matcher = BRAZILIAN.matcher(digits);
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(1)) < 31
                || matcher.group(2).charAt(0) < '7') {
            return digits;
        }
        return "55" + matcher.group(1) + matcher.group(2);
    }

    /** The address, or the refusal of a number that is not there or of an instance that is not connected. */
    static String verified(WhatsAppInstance instance, String number) {
        String jid = jid(number);
        if (!jid.endsWith("@s.whatsapp.net")) {
            return jid;
        }
        if (!instance.isOpen()) {
            throw WhatsAppErrors.internal("Connection Closed");
        }
        if (!exists(instance, jid)) {
            throw WhatsAppErrors.noNumber(jid, digits(number));
        }
        return known(instance, jid);
    }

    static boolean exists(WhatsAppInstance instance, String jid) {
        synchronized (instance) {
            return !instance.absent.contains(digits(jid));
        }
    }

    /** The other form of the number where somebody has written from that one. */
    static String known(WhatsAppInstance instance, String jid) {
        String local = digits(jid);
        synchronized (instance) {
            return instance.messages.values().stream()
                    .map(spoken -> spoken.chat)
                    .filter(chat -> chat.endsWith("@s.whatsapp.net"))
                    .filter(chat -> withoutNinth(digits(chat)).equals(withoutNinth(local)))
                    .findFirst()
                    .orElse(jid);
        }
    }

    static String digits(String number) {
        return number.replaceFirst("@.*", "").replaceAll("\\D", "");
    }
}
