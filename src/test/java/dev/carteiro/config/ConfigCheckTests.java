package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigCheck.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTests {

    @TempDir
    Path folder;

    @Test
    void countsWhatASoundFileHolds() throws IOException {
        Path file = write("carteiro: { public-url: '${URL}', sources: { a: {} }, destinations: { b: {}, c: {} } }");

        assertThat(check(Map.of("URL", "http://here")).of(file)).isEqualTo(new Finding.Sound(file.toString(), 1, 2, 0));
    }

    @Test
    void tellsEveryProblemOfAFaultyOne() throws IOException {
        Path file = write("carteiro:\n  public-url: ${URL}\n  port: 1\n");

        assertThat(check(Map.of()).of(file))
                .isInstanceOfSatisfying(
                        Finding.Faulty.class,
                        faulty -> assertThat(faulty.problems())
                                .satisfiesExactly(
                                        unset -> assertThat(unset)
                                                .startsWith(file + ":2: carteiro.public-url: ")
                                                .contains("URL"),
                                        unknown -> assertThat(unknown)
                                                .startsWith(file + ":3: carteiro.port: no such key")));
    }

    @Test
    void readsTheFileThatAStartWouldRead() throws IOException {
        Path file = write("carteiro: {}");

        assertThat(check(Map.of("CARTEIRO_CONFIG", file.toString())).inPlace())
                .isEqualTo(new Finding.Sound(file.toString(), 5, 0, 0));
        assertThat(check(Map.of("CARTEIRO_CONFIG", file + ".none")).inPlace())
                .isEqualTo(new Finding.Missing(file + ".none: is not there, but CARTEIRO_CONFIG names it"));
    }

    @Test
    void aFileThatIsAskedForMustBeThere() {
        Path file = folder.resolve("carteiro.yml");

        assertThat(check(Map.of()).of(file)).isEqualTo(new Finding.Missing(file + ": there is no such file"));
    }

    @Test
    void aFileThatIsNoTextIsFaulty() {
        assertThat(check(Map.of()).of(folder))
                .isInstanceOfSatisfying(
                        Finding.Faulty.class,
                        faulty -> assertThat(faulty.problems())
                                .singleElement()
                                .asString()
                                .startsWith(folder + ": is a directory"));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("carteiro.yml"), yaml);
    }

    private static ConfigCheck check(Map<String, String> variables) {
        return new ConfigCheck(variables::get, List.of(tree -> {
            assertThat(tree.bind("carteiro.public-url", URI.class)).isNotNull();
            return () -> {
                throw new IllegalStateException("nothing is put in force");
            };
        }));
    }
}
