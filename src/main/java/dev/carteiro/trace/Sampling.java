package dev.carteiro.trace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which traces are recorded.
 *
 * @param parentBased whether who begins a trace decides for all that belongs to it
 * @param ratio of the traces that begin here, or of all where each decides for itself
 */
record Sampling(boolean parentBased, double ratio) {

    static final Sampling USUAL = new Sampling(true, 1);

    private static final String PARENT_BASED = "parentbased_";

    Sampling {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("a ratio is from 0 to 1");
        }
    }

    /** By the names that OpenTelemetry has for them; throws {@link IllegalArgumentException} for one that it has not. */
    static Sampling of(@Nullable String sampler, @Nullable String argument) {
        if (sampler == null || sampler.isBlank()) {
            return USUAL;
        }
        String name = sampler.strip().toLowerCase(Locale.ROOT);
        boolean parentBased = name.startsWith(PARENT_BASED);
        return new Sampling(parentBased, ratio(parentBased ? name.substring(PARENT_BASED.length()) : name, argument));
    }

    private static double ratio(String name, @Nullable String argument) {
        return switch (name) {
            case "always_on" -> 1;
            case "always_off" -> 0;
            case "traceidratio" -> argument == null || argument.isBlank() ? 1 : Double.parseDouble(argument.strip());
            default -> throw new IllegalArgumentException("there is no sampler of that name");
        };
    }
}
