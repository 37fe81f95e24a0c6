package dev.carteiro.config;

import dev.carteiro.config.Node.Scalar;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Turns one written value into a type; an {@link IllegalArgumentException} says what is wrong with it. */
final class Scalars {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9})/([smh])");

    private static final Map<Class<?>, Function<Scalar, Object>> TYPES = Map.ofEntries(
            Map.entry(String.class, Scalar::text),
            Map.entry(Object.class, Scalar::text),
            Map.entry(int.class, scalar -> number(scalar, Integer::parseInt, "is no whole number")),
            Map.entry(Integer.class, scalar -> number(scalar, Integer::parseInt, "is no whole number")),
            Map.entry(long.class, scalar -> number(scalar, Long::parseLong, "is no whole number")),
            Map.entry(Long.class, scalar -> number(scalar, Long::parseLong, "is no whole number")),
            Map.entry(double.class, scalar -> number(scalar, Double::parseDouble, "is no number")),
            Map.entry(Double.class, scalar -> number(scalar, Double::parseDouble, "is no number")),
            Map.entry(boolean.class, Scalars::bool),
            Map.entry(Boolean.class, Scalars::bool),
            Map.entry(Duration.class, Scalars::duration),
            Map.entry(Rate.class, Scalars::rate),
            Map.entry(URI.class, HttpUrl::parse));

    private Scalars() {}

    /** Whether a value of {@code type} is written as one text rather than with keys of its own. */
    static boolean isScalar(Class<?> type) {
        return !type.isRecord() || TYPES.containsKey(type);
    }

    static Object convert(Scalar scalar, Class<?> type) {
        Function<Scalar, Object> known = TYPES.get(type);
        if (known != null) {
            return known.apply(scalar);
        }
        return type.isEnum() ? constant(scalar, type) : other(scalar, type);
    }

    private static Object number(Scalar scalar, Function<String, Object> parse, String otherwise) {
        try {
            return parse.apply(scalar.text().strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(scalar.quoted() + " " + otherwise, e);
        }
    }

    private static Object bool(Scalar scalar) {
        return switch (scalar.text().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(scalar.quoted() + " is neither true nor false");
        };
    }

    private static Object duration(Scalar scalar) {
        Matcher matcher = DURATION.matcher(scalar.text());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    scalar.quoted() + " is no duration; write it like 250ms, 5s, 2m, 1h or 1d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Object rate(Scalar scalar) {
        Matcher matcher = RATE.matcher(scalar.text());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            throw new IllegalArgumentException(scalar.quoted() + " is no rate; write it like 50/s, 100/m or 1000/h");
        }
        Duration per = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return new Rate(Integer.parseInt(matcher.group(1)), per);
    }

    private static Object constant(Scalar scalar, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        List<String> words = Arrays.stream(constants).map(Scalars::word).toList();
        int index = words.indexOf(scalar.text().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (index < 0) {
            throw new IllegalArgumentException(
                    scalar.quoted() + " is none of " + String.join(", ", words) + Spelling.hint(scalar.text(), words));
        }
        return constants[index];
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Types that read themselves from a text: whatever Jackson can make of one. */
    private static Object other(Scalar scalar, Class<?> type) {
        try {
            return JSON.convertValue(scalar.text(), type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException(scalar.quoted() + " is no " + type.getSimpleName(), e);
        }
    }
}
