package dev.carteiro.source;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A WhatsApp address, written alike for every gateway: no device suffix, no {@code @c.us}, no bare digits. */
record Jid(String text) {

    private static final String PHONE = "@s.whatsapp.net";
    private static final String OLD_PHONE = "@c.us";

    /** Ids of groups have 18 digits and more, phone numbers 15 at most. */
    private static final int SHORTEST_GROUP = 18;

    static @Nullable Jid of(@Nullable String raw) {
        if (raw == null || raw.isBlank()) {
            return null;
        }
        String text = raw.strip();
        int at = text.indexOf('@');
        if (at < 0) {
            return new Jid(bare(text));
        }
        String server = text.substring(at);
        int device = text.indexOf(':');
        String user = text.substring(0, device >= 0 && device < at ? device : at);
        return new Jid(user + (server.equals(OLD_PHONE) ? PHONE : server));
    }

    private static String bare(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (!isDigits(digits)) {
            return text;
        }
        return digits + (digits.length() < SHORTEST_GROUP ? PHONE : "@g.us");
    }

    boolean isPhone() {
        return text.endsWith(PHONE);
    }

    boolean isLid() {
        return text.endsWith("@lid");
    }

    boolean isGroup() {
        return text.endsWith("@g.us");
    }

    /** Stories and broadcast lists. */
    boolean isBroadcast() {
        return text.endsWith("@broadcast");
    }

    /** What stands before the {@code @}. */
    String user() {
        int at = text.indexOf('@');
        return at < 0 ? text : text.substring(0, at);
    }

    /** E.164 with the plus; null for everything that is no phone number, a LID above all. */
    @Nullable String phone() {
        return isPhone() && isDigits(user()) ? "+" + user() : null;
    }

    /** {@link #phone()} of an address as a gateway writes it. */
    static @Nullable String phone(@Nullable String raw) {
        Jid jid = of(raw);
        return jid == null ? null : jid.phone();
    }

    /** The first of these members that is a privacy id. */
    static @Nullable String lid(JsonNode node, String... names) {
        for (String name : names) {
            Jid jid = of(Json.string(node, name));
            if (jid != null && jid.isLid()) {
                return jid.text;
            }
        }
        return null;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
