package dev.carteiro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The environment variables that the program reads: Spring gives it some as properties, and it names the others. */
final class KnownVariables {

    private static final Pattern NAMED =
            Pattern.compile("(?:getProperty\\(\"|\"(?=[A-Z_]+\")|\\$\\{)(?<name>[A-Za-z][A-Za-z_.-]+)[\":}]");

    private KnownVariables() {}

    /** Those of the program itself, and those that the configuration of the stack names. */
    static List<String> all() throws IOException {
        Stream<String> named;
        try (Stream<Path> sources = Files.walk(Path.of("src", "main"))) {
            named = sources.filter(file -> file.toString().matches(".*\\.(java|yaml)")).toList().stream()
                    .flatMap(KnownVariables::namedIn);
        }
        return Stream.of(properties(), named, namedIn(Path.of("deploy", "carteiro.yml")))
                .flatMap(names -> names)
                .distinct()
                .toList();
    }

    private static Stream<String> properties() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("dev.carteiro").stream()
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .flatMap(KnownVariables::propertiesOf);
    }

    private static Stream<String> propertiesOf(Class<?> type) {
        String prefix = type.getAnnotation(ConfigurationProperties.class).value();
        return Arrays.stream(type.getRecordComponents())
                .map(component -> prefix + "." + component.getName().replaceAll("[A-Z]", "-$0"))
                .map(KnownVariables::variable);
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    private static Stream<String> namedIn(Path file) {
        try {
            return NAMED
                    .matcher(Files.readString(file))
                    .results()
                    .map(match -> variable(match.group("name")))
                    .toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
