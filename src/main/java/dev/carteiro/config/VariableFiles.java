package dev.carteiro.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Has the router's own variables read from files as well: {@code CARTEIRO_ADMIN_TOKEN_FILE} stands for {@code
 * CARTEIRO_ADMIN_TOKEN}. Those that only a configuration names are read with it.
 */
final class VariableFiles implements EnvironmentPostProcessor {

    private static final String NAME = "files-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
    private static final List<String> OURS = List.of("CARTEIRO_", "OTEL_");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> values = read(environment.getSystemEnvironment());
        if (!values.isEmpty()) {
            environment
                    .getPropertySources()
                    .addBefore( // an empty variable gives way to its file
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new SystemEnvironmentPropertySource(NAME, values));
        }
    }

    /** Values by the names of the variables that they stand for. */
    static Map<String, Object> read(Map<String, Object> variables) {
        Map<String, Object> values = new HashMap<>();
        variables.forEach((name, value) -> {
            String path = value.toString();
            if (name.endsWith(VariableFile.SUFFIX)
                    && !path.isBlank()
                    && OURS.stream().anyMatch(name::startsWith)) {
                String variable = name.substring(0, name.length() - VariableFile.SUFFIX.length());
                Object given = variables.get(variable);
                values.put(
                        variable,
                        Variables.chosen(given == null ? null : given.toString(), new VariableFile(variable, path)));
            }
        });
        return values;
    }
}
