package dev.carteiro.console;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard's texts: the same in both languages, all of them used, and none missing. */
class DashboardTextsTests {

    private static final Path SCRIPTS = Path.of("src/main/resources/dashboard/js");
    private static final Pattern ENTRY = Pattern.compile("(?m)^ {2}'?([\\w.:, -]+?)'?:\\s+(['\"`])(.*)\\2,$");
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");
    private static final Pattern LITERAL = Pattern.compile("'([^'\\n]*)'|`([^`\\n]*)`");
    private static final Pattern CALL = Pattern.compile("\\b(t|tn|word|chip)\\(([^,()]*(?:\\([^()]*\\)[^,()]*)*)");

    private static Map<String, String> texts(String language) {
        Map<String, String> texts = new TreeMap<>();
        ENTRY.matcher(read(SCRIPTS.resolve("texts").resolve(language + ".js")))
                .results()
                .forEach(entry -> texts.put(entry.group(1), entry.group(3)));
        return texts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> scripts() {
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".js") && !file.startsWith(SCRIPTS.resolve("texts")))
                    .map(DashboardTextsTests::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The keys that a call asks for, with dots for what is only known at run time; comparisons are no keys. */
    private static Stream<Pattern> asked(MatchResult call) {
        String end = switch (call.group(1)) {
            case "tn" -> "\\.(one|other)";
            case "t" -> "";
            default -> "\\..+";
        };
        return literals(call.group(2).replaceAll("===? '[^']*'", ""))
                .map(key -> Pattern.compile(Stream.of(key.split("\\$\\{[^}]*}", -1))
                                .map(Pattern::quote)
                                .collect(joining("[\\w-]+"))
                        + end));
    }

    private static Stream<String> literals(String code) {
        return LITERAL.matcher(code).results().map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    }

    private static List<Pattern> asked() {
        return scripts().stream()
                .flatMap(script -> CALL.matcher(script).results())
                .flatMap(DashboardTextsTests::asked)
                .toList();
    }

    @Test
    void areTheSameInBothLanguages() {
        Map<String, String> english = texts("en");
        Map<String, String> portuguese = texts("pt-br");

        assertThat(english).hasSizeGreaterThan(250);
        assertThat(portuguese.keySet()).isEqualTo(english.keySet());
        assertThat(english)
                .allSatisfy((key, text) -> assertThat(places(portuguese.getOrDefault(key, "")))
                        .as(key)
                        .isEqualTo(places(text)));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(toSet());
    }

    @Test
    void areAllRead() {
        for (String language : List.of("en", "pt-br")) {
            long lines = read(SCRIPTS.resolve("texts").resolve(language + ".js"))
                    .lines()
                    .filter(line -> line.matches(" {2}\\S.*"))
                    .count();
            assertThat(texts(language)).as(language).hasSize((int) lines);
        }
    }

    @Test
    void areThereForWhateverIsAskedFor() {
        assertThat(asked())
                .hasSizeGreaterThan(200)
                .allSatisfy(key -> assertThat(texts("en").keySet())
                        .as(key.pattern())
                        .anyMatch(text -> key.matcher(text).matches()));
    }

    @Test
    void areAllAskedFor() {
        List<Pattern> asked = asked();

        assertThat(texts("en").keySet())
                .allSatisfy(text -> assertThat(asked)
                        .as(text)
                        .anyMatch(key -> key.matcher(text).matches()));
    }
}
