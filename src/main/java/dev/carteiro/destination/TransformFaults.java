package dev.carteiro.destination;

import com.dashjoin.jsonata.JException;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an expression, or went wrong in it, and quotes the expression only: never the event. */
final class TransformFaults {

    private static final String HIDDEN = "…";
    private static final int LONGEST_QUOTE = 100;

    private final String expression;

    TransformFaults(String expression) {
        this.expression = expression;
    }

    /** A sentence that goes on from the name of the key, and shows the place below it. */
    String syntax(Throwable failure) {
        return switch (failure) {
            case JException fault ->
                place(fault) + words(fault, fault.getCurrent(), fault.getExpected()) + shown(fault);
            case PatternSyntaxException pattern ->
                "has a regular expression that is none: " + pattern.getDescription() + " in /" + pattern.getPattern()
                        + "/";
            case StackOverflowError deep -> "is nested too deeply";
            default -> "cannot be read as JSONata";
        };
    }

    /** Why the evaluation failed, in one line. */
    String failure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JException fault) {
                return "the transform failed" + (known(fault) ? " at " : ": ") + place(fault)
                        + words(fault, quotable(fault.getCurrent()), quotable(fault.getExpected()));
            }
            if (cause instanceof StackOverflowError) {
                return "the transform goes too deep";
            }
        }
        // Its message may quote the event, as that of a NumberFormatException does.
        return "the transform failed with a " + failure.getClass().getSimpleName();
    }

    private static String words(JException fault, @Nullable Object one, @Nullable Object other) {
        String said = JException.msg(fault.getError(), -1, one, other);
        if (said.equals(HIDDEN)) {
            return "$error or $assert, with words that come from the event";
        }
        return said.replaceAll("\\{\\{\\w+}}", HIDDEN).replace(" of Object ", " of function ") + code(fault);
    }

    private static String code(JException fault) {
        return fault.getError().matches("[A-Z]\\d{4}") ? " (" + fault.getError() + ")" : "";
    }

    private String quotable(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= LONGEST_QUOTE && expression.contains(text) ? text : HIDDEN;
    }

    /** The library knows no place of some faults, and says 0 or -1. */
    private boolean known(JException fault) {
        return fault.getLocation() > 0 && !expression.isBlank();
    }

    private String place(JException fault) {
        if (!known(fault)) {
            return "";
        }
        List<String> read = read(fault);
        String line = expression.lines().count() > 1 ? "line " + read.size() + ", " : "";
        return line + "column " + read.getLast().length() + ": ";
    }

    private String shown(JException fault) {
        if (!known(fault)) {
            return "";
        }
        List<String> read = read(fault);
        String line = expression.lines().toList().get(read.size() - 1);
        return "\n    " + line + "\n    " + " ".repeat(Math.max(read.getLast().length() - 1, 0)) + "^";
    }

    /** The lines up to where the parser was when it noticed, which is behind the word that it could not place. */
    private List<String> read(JException fault) {
        int end = Math.min(fault.getLocation(), expression.length());
        return expression.substring(0, end).lines().toList();
    }
}
