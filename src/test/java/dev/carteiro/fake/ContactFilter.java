package dev.carteiro.fake;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The conditions of POST /contacts/filter. */
final class ContactFilter {

    private static final Set<String> KEYS =
            Set.of("phone_number", "email", "identifier", "name", "blocked", "created_at", "last_activity_at");

    private ContactFilter() {}

    static void check(JsonNode conditions) {
        for (JsonNode condition : conditions) {
            String key = Json.text(condition, "attribute_key", "");
            if (!KEYS.contains(key) && !"custom_attributes".equals(Json.text(condition, "custom_attribute_type"))) {
                throw ChatwootErrors.error(
                        422, "Invalid attribute key - [%s]. The key should be one of %s".formatted(key, KEYS));
            }
        }
    }

    /** AND binds closer than OR. */
    static boolean matches(ContactRow row, JsonNode conditions) {
        boolean any = false;
        boolean all = true;
        for (JsonNode condition : conditions) {
            all &= holds(row, condition);
            String operator = Json.text(condition, "query_operator", "");
            if (operator.toUpperCase(Locale.ROOT).equals("OR")) {
                any |= all;
                all = true;
            }
        }
        return any || all;
    }

    private static boolean holds(ContactRow row, JsonNode condition) {
        String key = Json.text(condition, "attribute_key", "");
        String value = value(row, key);
        List<String> wanted = condition
                .path("values")
                .valueStream()
                .map(each -> normal(key, each.isString() ? each.stringValue() : each.toString()))
                .toList();
        return switch (Json.text(condition, "filter_operator", "")) {
            case "equal_to" -> value != null && wanted.contains(value);
            case "not_equal_to" -> value == null || !wanted.contains(value);
            case "contains" -> value != null && wanted.stream().anyMatch(value::contains);
            case "is_present" -> value != null;
            case "is_not_present" -> value == null;
            default -> false;
        };
    }

    private static String normal(String key, String value) {
        return key.equals("phone_number") ? "+" + value.replaceFirst("^\\+", "") : value;
    }

    private static @Nullable String value(ContactRow row, String key) {
        return switch (key) {
            case "phone_number" -> row.phone;
            case "email" -> row.email;
            case "identifier" -> row.identifier;
            case "name" -> row.name;
            case "blocked" -> String.valueOf(row.blocked);
            default -> Json.text(row.custom, key);
        };
    }
}
