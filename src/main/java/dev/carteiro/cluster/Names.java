package dev.carteiro.cluster;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What things are called in Redis, where other installations of ours and anybody else may be as well.
 *
 * @param installation the same for all replicas, and no others
 * @param self what this replica signs with, so that it does not listen to itself
 */
record Names(String installation, String self) {

    private static final int LONGEST = 1_000;
    private static final Pattern SIGNED = Pattern.compile("([0-9a-f]{16}) (.*)", Pattern.DOTALL);

    static Names in(String installation) {
        return new Names(
                installation,
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    }

    String of(String topic) {
        return "carteiro:" + installation + ":" + topic;
    }

    String signed(String word) {
        return self + " " + word;
    }

    /** The word of another replica; null where it is our own, or nothing that one of us would say. */
    @Nullable String word(String message) {
        if (message.length() > LONGEST) {
            return null;
        }
        Matcher signed = SIGNED.matcher(message);
        return signed.matches() && !signed.group(1).equals(self) ? signed.group(2) : null;
    }
}
