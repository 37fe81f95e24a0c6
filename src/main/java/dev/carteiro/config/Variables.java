package dev.carteiro.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * The variables that a configuration may name, and whose values it takes as they are; the value of {@code NAME} may be in
 * the file that {@code NAME_FILE} names.
 */
final class Variables {

    private Variables() {}

    /**
     * Gives null for what is not set, and throws {@link UnreadableVariableException} where the file cannot be read or both
     * are set.
     */
    static Function<String, @Nullable String> of(ConfigurableEnvironment environment) {
        return name -> {
            String file = value(environment, name + VariableFile.SUFFIX);
            String value = value(environment, name);
            return file == null || file.isBlank() ? value : chosen(value, new VariableFile(name, file));
        };
    }

    static String chosen(@Nullable String value, VariableFile file) {
        String name = file.variable();
        if (value != null && !value.isEmpty()) {
            throw new UnreadableVariableException(
                    name + " and " + name + VariableFile.SUFFIX + " are both set; only one of them may be");
        }
        return file.value();
    }

    /** Not {@code getProperty}: that resolves placeholders inside the value, and a secret may look like one. */
    private static @Nullable String value(ConfigurableEnvironment environment, String name) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            Object value = source.getProperty(name);
            if (value != null) {
                return value.toString();
            }
        }
        return null;
    }
}
