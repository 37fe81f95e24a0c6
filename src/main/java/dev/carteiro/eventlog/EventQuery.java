package dev.carteiro.eventlog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events a page shows; an absent criterion matches all.
 *
 * @param after positions above this one, ascending
 * @param before positions below this one
 * @param type a CloudEvents type, or the beginning of one and {@code *}
 * @param among conversations of which it is to be one
 */
public record EventQuery(
        @Nullable Long after,
        @Nullable Long before,
        int limit,
        @Nullable String source,
        @Nullable String instance,
        @Nullable String type,
        @Nullable String conversation,
        @Nullable List<String> among) {

    public EventQuery {
        among = among == null ? null : List.copyOf(among);
    }

    @Nullable String typePattern() {
        return typePattern(type);
    }

    /** A type, or the beginning of one and {@code *}, for LIKE; null matches all. */
    public static @Nullable String typePattern(@Nullable String type) {
        if (type == null) {
            return null;
        }
        String literal = type.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return literal.endsWith("*") ? literal.substring(0, literal.length() - 1) + "%" : literal;
    }
}
