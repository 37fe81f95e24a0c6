package dev.carteiro.bridge;

import org.jspecify.annotations.Nullable;

/** Puts an agent's name in front of what the agent wrote. */
final class Signature {

    private Signature() {}

    /**
     * {@code text}, in WhatsApp's formatting, under {@code name} in bold. Where nothing was written, as under a picture,
     * nothing is signed.
     *
     * @param delimiter what stands between the two, in which {@code \n} counts as a line break; a line break where null
     */
    static String sign(@Nullable String name, @Nullable String delimiter, String text) {
        String clean = name == null ? "" : name.replaceAll("[*\\p{Cntrl}]", " ").strip();
        if (clean.isEmpty() || text.isBlank()) {
            return text;
        }
        return "*" + clean + ":*" + (delimiter == null ? "\n" : delimiter.replace("\\n", "\n")) + text;
    }
}
