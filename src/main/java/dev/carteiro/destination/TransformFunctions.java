package dev.carteiro.destination;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Functions of JSONata that take the place of the library's own: there, a regular expression may run for ever, one call
 * may make a text of any length, and {@code $now} stands still on a thread that is used again.
 */
final class TransformFunctions {

    private final TransformWatch watch;

    TransformFunctions(TransformWatch watch) {
        this.watch = watch;
    }

    void register(Jsonata expression) {
        expression.registerFunction("contains", new JFunction(this::contains, "<s-(sf):b>"));
        expression.registerFunction("match", new JFunction(this::match, "<s-fn?:a<o>>"));
        expression.registerFunction("replace", new JFunction(this::replace, "<s-(sf)(sf)n?:s>"));
        expression.registerFunction("split", new JFunction(this::split, "<s-(sf)n?:a<s>>"));
        expression.registerFunction("join", new JFunction(this::join, "<a<s>s?:s>"));
        expression.registerFunction("pad", new JFunction(this::pad, "<s-ns?:s>"));
        expression.registerFunction("now", new JFunction(this::now, "<s?s?:s>"));
        expression.registerFunction("millis", new JFunction((input, none) -> watch.startedAt(), "<:n>"));
    }

    private @Nullable Object contains(Object input, List<?> arguments) {
        String text = text(arguments, 0);
        return text == null ? null : matcher("contains", text, arguments.get(1)).find();
    }

    private @Nullable Object match(Object input, List<?> arguments) {
        String text = text(arguments, 0);
        if (text == null) {
            return null;
        }
        Matcher matcher = matcher("match", text, arguments.get(1));
        long most = limit(arguments, 2, "D3040");
        List<Object> found = Utils.createSequence();
        while (found.size() < most && matcher.find()) {
            Map<String, Object> match = described(matcher);
            match.put("index", matcher.start());
            found.add(match);
            watch.look();
        }
        return found;
    }

    private @Nullable Object replace(Object input, List<?> arguments) throws Throwable {
        String text = text(arguments, 0);
        if (text == null) {
            return null;
        }
        if ("".equals(arguments.get(1))) {
            throw new JException("D3010", -1);
        }
        Matcher matcher = matcher("replace", text, arguments.get(1));
        long most = limit(arguments, 3, "D3011");
        boolean literal = arguments.get(1) instanceof String;
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (long count = 0; count < most && matcher.find(); count++) {
            String replacement = replacement(arguments.get(2), matcher, literal);
            watch.fits((long) replaced.length() + matcher.start() - from + replacement.length());
            replaced.append(text, from, matcher.start()).append(replacement);
            from = matcher.end();
        }
        return replaced.append(text, from, text.length()).toString();
    }

    private static String replacement(@Nullable Object replacement, MatchResult match, boolean literal)
            throws Throwable {
        if (replacement instanceof String template) {
            return literal ? template : Replacement.of(template, match);
        }
        if (replacement == null || literal) {
            throw new JException("T0410", -1, 3, "replace");
        }
        if (Functions.funcApply(replacement, List.of(described(match))) instanceof String text) {
            return text;
        }
        throw new JException("D3012", -1);
    }

    private @Nullable Object split(Object input, List<?> arguments) {
        String text = text(arguments, 0);
        if (text == null) {
            return null;
        }
        Matcher matcher = matcher("split", text, arguments.get(1));
        long most = limit(arguments, 2, "D3020");
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (parts.size() < most && matcher.find()) {
            boolean between = matcher.end() > 0 && matcher.start() < text.length();
            if (between || matcher.end() > matcher.start()) { // what matches nothing parts nothing at either end
                parts.add(text.substring(from, matcher.start()));
                from = matcher.end();
            }
            watch.look();
        }
        if (parts.size() < most) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    private @Nullable Object join(Object input, List<?> arguments) {
        if (!(arguments.get(0) instanceof List<?> texts)) {
            return null;
        }
        String separator = text(arguments, 1);
        String between = separator == null ? "" : separator;
        long length = (long) between.length() * texts.size();
        List<String> parts = new ArrayList<>(texts.size());
        for (Object part : texts) {
            parts.add(String.valueOf(part));
            length += parts.getLast().length();
        }
        watch.fits(length);
        return String.join(between, parts);
    }

    private @Nullable Object pad(Object input, List<?> arguments) {
        String text = text(arguments, 0);
        if (text == null || !(arguments.get(1) instanceof Number width)) {
            return null;
        }
        watch.fits(Math.abs(width.longValue()));
        int missing = Math.abs(width.intValue()) - text.codePointCount(0, text.length());
        String filling = filling(text(arguments, 2), Math.max(missing, 0));
        return width.intValue() < 0 ? filling + text : text + filling;
    }

    private static String filling(@Nullable String with, int length) {
        int[] characters =
                (with == null || with.isEmpty() ? " " : with).codePoints().toArray();
        StringBuilder filling = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            filling.appendCodePoint(characters[i % characters.length]);
        }
        return filling.toString();
    }

    private Object now(Object input, List<?> arguments) {
        return Functions.dateTimeFromMillis(watch.startedAt(), text(arguments, 0), text(arguments, 1));
    }

    private Matcher matcher(String function, String text, @Nullable Object pattern) {
        Pattern compiled = switch (pattern) {
            case Pattern expression -> expression;
            case String words -> Pattern.compile(words, Pattern.LITERAL);
            case null, default -> throw new JException("T0410", -1, 2, function);
        };
        return compiled.matcher(new WatchedText(text, watch::look));
    }

    private static Map<String, Object> described(MatchResult match) {
        List<@Nullable String> groups = new ArrayList<>();
        for (int group = 1; group <= match.groupCount(); group++) {
            groups.add(match.group(group));
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("match", match.group());
        described.put("groups", groups);
        return described;
    }

    private static @Nullable String text(List<?> arguments, int index) {
        return index < arguments.size() && arguments.get(index) instanceof String text ? text : null;
    }

    private static long limit(List<?> arguments, int index, String fault) {
        if (index >= arguments.size() || !(arguments.get(index) instanceof Number limit)) {
            return Long.MAX_VALUE;
        }
        if (limit.longValue() < 0) {
            throw new JException(fault, -1, limit);
        }
        return limit.longValue();
    }
}
