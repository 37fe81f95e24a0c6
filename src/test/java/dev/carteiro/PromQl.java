package dev.carteiro;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which metrics an expression of Prometheus is about, and which labels it takes them to have: those that it selects by, and
 * those that it groups by, which have to stand before what is grouped.
 */
final class PromQl {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|[0-9.]+(?:e[+-]?[0-9]+|[smhdwy])*|[=!<>~]+|.");

    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Set<String> GROUPING = Set.of("by", "without");
    private static final Set<String> MATCHING = Set.of("on", "ignoring", "group_left", "group_right");

    private final List<String> tokens = new ArrayList<>();
    private final List<Use> uses = new ArrayList<>();
    private final String text;
    private int next;

    private PromQl(String text) {
        this.text = text;
        Matcher token = TOKEN.matcher(text);
        while (token.lookingAt()) {
            if (!token.group().isBlank()) {
                tokens.add(token.group());
            }
            token.region(token.end(), text.length());
        }
    }

    /** A metric with the labels that it has to have. */
    record Use(String metric, Set<String> labels) {

        Use {
            labels = Set.copyOf(labels);
        }
    }

    static List<Use> uses(String expression) {
        PromQl parser = new PromQl(expression);
        parser.read(Set.of());
        if (parser.next < parser.tokens.size()) {
            throw parser.wrong("a bracket too many");
        }
        return List.copyOf(parser.uses);
    }

    /** Up to the bracket that closes what is read, or to the end. */
    private void read(Set<String> grouped) {
        Set<String> labels = new LinkedHashSet<>(grouped);
        while (next < tokens.size() && !is(")")) {
            String token = tokens.get(next++);
            if (token.equals("(")) {
                inBrackets(labels);
                labels = new LinkedHashSet<>(grouped);
            } else if (GROUPING.contains(token)) {
                labels.addAll(list());
                if (!is("(")) {
                    throw wrong("a grouping behind what is grouped");
                }
            } else if (MATCHING.contains(token)) {
                throw wrong("a matching by labels, which nobody here has needed so far");
            } else if (Character.isLetter(token.charAt(0)) && !OPERATORS.contains(token) && !is("(") && !grouping()) {
                uses.add(metric(token, labels));
            }
        }
    }

    private void inBrackets(Set<String> labels) {
        read(labels);
        expect(")");
    }

    /** An aggregation whose grouping follows, such as {@code sum by (a) (…)}. */
    private boolean grouping() {
        return next < tokens.size() && GROUPING.contains(tokens.get(next));
    }

    private Use metric(String name, Set<String> grouped) {
        Set<String> labels = new LinkedHashSet<>(grouped);
        if (is("{")) {
            next++;
            while (!is("}")) {
                labels.add(tokens.get(next));
                next += 3; // the label, how it is compared, and with what
                if (is(",")) {
                    next++;
                }
            }
            next++;
        }
        return new Use(name, labels);
    }

    private Set<String> list() {
        Set<String> labels = new LinkedHashSet<>();
        expect("(");
        while (!is(")")) {
            labels.add(tokens.get(next++));
            if (is(",")) {
                next++;
            }
        }
        expect(")");
        return labels;
    }

    private boolean is(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private void expect(String token) {
        if (!is(token)) {
            throw wrong("no " + token);
        }
        next++;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("there is " + what + " in " + text);
    }
}
