package dev.carteiro.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/** The variables that a configuration may name, and whose values it takes as they are. */
final class Variables {

    private Variables() {}

    /** Gives null for what is not set. */
    static Function<String, @Nullable String> of(ConfigurableEnvironment environment) {
        return name -> value(environment, name);
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
