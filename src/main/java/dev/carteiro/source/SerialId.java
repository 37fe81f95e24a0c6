package dev.carteiro.source;

import org.jspecify.annotations.Nullable;

/**
 * A message id as whatsapp-web.js serialises it: {@code true_5515998970105@c.us_3EB0…}, in groups with the participant
 * behind it. A bare id is one too.
 */
record SerialId(
        String id, @Nullable Boolean fromMe, @Nullable Jid chat) {

    static @Nullable SerialId of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean fromMe = text.startsWith("true_");
        int afterFlag = text.indexOf('_');
        int afterChat = text.indexOf('_', afterFlag + 1);
        if ((!fromMe && !text.startsWith("false_")) || afterChat < 0) {
            return new SerialId(text, null, null);
        }
        int end = text.indexOf('_', afterChat + 1);
        String id = text.substring(afterChat + 1, end < 0 ? text.length() : end);
        return new SerialId(id, fromMe, Jid.of(text.substring(afterFlag + 1, afterChat)));
    }
}
