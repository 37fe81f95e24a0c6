package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.carteiro.config.ConfigPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTests {

    private static final String SOUND = """
            carteiro:
              trusted-proxies: 10.0.0.0/8
              sources: { evolution: {}, chatwoot: {} }
              destinations: { crm: { url: http://crm } }
              routes: [{ name: all, to: crm }]
            """;

    private static final String FAULTY = """
            carteiro:
              trusted-proxies: 10.0.0.0/99
              sources: { evolutoin: {} }
              destinations: { crm: { url: crm, format: cooked }, agents: { url: http://agents, signing-secret: "whsec_%%%" } }
              bridges: { Ravenna: {} }
              routes:
                - { name: all, when: event.type ==, to: crn }
              port: 1
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void saysWhatASoundFileHolds() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), SOUND);

        assertThat(run("check", file.toString())).isZero();
        assertThat(out).hasToString(file + ": sound, with 2 sources, 1 destination and 1 route\n");
        assertThat(err).hasToString("");
    }

    @Test
    void findsNothingWrongWithTheFileThatHasEveryKey() {
        assertThat(run("check", "docs/carteiro.yml"))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    void findsNothingWrongWithTheExamples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("deploy", "examples"))) {
            List<Path> examples =
                    files.filter(file -> file.endsWith("carteiro.yml")).toList();
            assertThat(examples).isNotEmpty();
            for (Path example : examples) {
                Path complete = Files.writeString(
                        folder.resolve("my.yml"), Files.readString(example).replaceAll("\\$\\{[A-Z_]+}", "choose-one"));
                assertThat(run("check", complete.toString()))
                        .as(err.toString(StandardCharsets.UTF_8))
                        .isZero();
            }
        }
    }

    @Test
    void saysAllThatIsWrongAndWhere() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), FAULTY);

        assertThat(run("check", file.toString())).isEqualTo(1);
        assertThat(out).hasToString("");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        file + ":2: carteiro.trusted-proxies",
                        file + ":3: carteiro.sources",
                        file + ":4: carteiro.destinations.crm.url: ",
                        file + ":4: carteiro.destinations.crm.format: ",
                        file + ":4: carteiro.destinations.agents",
                        file + ":5: carteiro.bridges.Ravenna: ",
                        file + ":7: carteiro.routes[0].when: ",
                        file + ":7: carteiro.routes[0].to: \"crn\" is no destination; did you mean \"crm\"?",
                        file + ":8: carteiro.port: no such key");
    }

    @Test
    void asksEveryPartThatAStartAsks() {
        List<String> all = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("dev.carteiro").stream()
                        .filter(type -> type.isAssignableTo(ConfigPart.class) && !type.isInterface())
                        .map(JavaClass::getName)
                        .toList();

        assertThat(CommandLine.parts())
                .extracting(part -> part.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        Path file = folder.resolve("none.yml");

        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(err).hasToString(file + ": there is no such file\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "check --help", "check -h", "check my.yml --help"})
    void tellsHowItIsUsed(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: ").contains("check [file]");
        assertThat(err).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chekc", "start", "-x", "check one two", "check --config=x", "check \0"})
    void refusesWhatMakesNoSenseAndTellsHowItIsUsed(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(out).hasToString("");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .doesNotStartWith("Usage")
                .contains("Usage: ");
    }

    @Test
    void leavesARoutersOwnArgumentsToTheRouter() {
        assertThat(CommandLine.concerns()).isFalse();
        assertThat(CommandLine.concerns("--server.port=0")).isFalse();
        assertThat(CommandLine.concerns("check")).isTrue();
    }

    private int run(String... arguments) {
        assertThat(CommandLine.concerns(arguments)).isTrue();
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return CommandLine.of(output, errors).run(List.of(arguments));
    }
}
