package dev.carteiro.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${VAR}</code> and <code>${VAR:default}</code> in one text; a default may hold placeholders itself, and
 * <code>$${VAR}</code> stands for <code>${VAR}</code>. An empty variable counts as not set: that is what
 * Docker Compose makes of one that nobody filled in.
 */
final class Placeholders {

    private static final Pattern START = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)([:}])");

    private final String text;
    private final Function<String, @Nullable String> variables;
    private final List<String> missing = new ArrayList<>();
    private int at;

    Placeholders(String text, Function<String, @Nullable String> variables) {
        this.text = text;
        this.variables = variables;
    }

    String resolve() {
        at = 0;
        return until(false);
    }

    /** The variables that have no value and no default. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private String until(boolean brace) {
        StringBuilder resolved = new StringBuilder();
        Matcher start = START.matcher(text);
        while (at < text.length() && !(brace && text.charAt(at) == '}')) {
            if (start.region(at, text.length()).lookingAt()) {
                at = start.end();
                resolved.append(value(start.group(1), start.group(2).equals(":")));
            } else if (text.startsWith("$${", at)) {
                resolved.append("${");
                at += 3;
            } else {
                resolved.append(text.charAt(at++));
            }
        }
        return resolved.toString();
    }

    private String value(String name, boolean hasDefault) {
        int before = missing.size();
        String otherwise = hasDefault ? otherwise() : null;
        String value = variables.apply(name);
        if (value != null && !value.isEmpty()) {
            missing.subList(before, missing.size()).clear();
            return value;
        }
        if (otherwise == null) {
            missing.add(name);
            return "";
        }
        return otherwise;
    }

    private String otherwise() {
        String otherwise = until(true);
        at++;
        return otherwise;
    }
}
