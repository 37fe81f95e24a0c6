package dev.carteiro.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with named parameters, made once into what the driver takes: numbers in their place, and neither comments nor
 * indentation, which it would read anew at each call.
 */
public final class Sql {

    private static final Pattern WORDS = Pattern.compile("('[^']*')|((?:\\s|--[^\\n]*)+)|(?<!:):([A-Za-z]\\w*)");

    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final String text;

    private Sql(String named) {
        text = WORDS.matcher(named).replaceAll(word -> {
            if (word.group(3) != null) {
                return "\\$" + (place(word.group(3)) + 1);
            }
            return word.group(1) != null ? Matcher.quoteReplacement(word.group(1)) : " ";
        });
    }

    /** Text between apostrophes is left alone. */
    public static Sql of(String named) {
        return new Sql(named);
    }

    private int place(String name) {
        Integer known = places.putIfAbsent(name, places.size());
        return known == null ? places.size() - 1 : known;
    }

    String text() {
        return text;
    }

    int parameters() {
        return places.size();
    }

    /** Where the parameter is among all of them, from 0 on. */
    int index(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("the statement has no parameter " + name);
        }
        return place;
    }
}
