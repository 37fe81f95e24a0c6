package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration is tried without being put in force. */
class RehearsalTests {

    @TempDir
    Path folder;

    private final List<String> inForce = new ArrayList<>();
    private Path file;
    private ConfigReloader reloader;

    @BeforeEach
    void load() throws IOException {
        file = Files.writeString(folder.resolve("carteiro.yml"), "carteiro: { public-url: http://one }");
        reloader = reloader();
        reloader.load();
    }

    @Test
    void nothingIsPutInForce() {
        ConfigStatus before = reloader.status();

        Candidate<String> candidate = rehearse("carteiro: { public-url: http://two }");

        assertThat(candidate).isEqualTo(new Candidate.Sound<>("http://two"));
        assertThat(inForce).containsExactly("http://one");
        assertThat(reloader.status()).isSameAs(before);
    }

    @Test
    void everyProblemIsToldInTheWordsOfAReload() throws IOException {
        String bad = "carteiro:\n  public-url: x\n  routs: []\n  trusted-proxies: ${NOBODY}\n  port: 1\n";

        assertThat(problems(bad)).hasSize(4);

        Files.writeString(file, bad);
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(reloader()::load)
                .satisfies(failure ->
                        assertThat(rehearse(bad)).isEqualTo(new Candidate.Faulty<String>(failure.problems())));
    }

    @Test
    void whatTheReadingReportsIsAProblemToo() {
        byte[] text = "carteiro:\n  public-url: http://two\n".getBytes(StandardCharsets.UTF_8);

        Candidate<String> candidate = reloader.rehearse(text, tree -> {
            tree.problem("carteiro.public-url", "is not to our liking");
            return "made";
        });

        assertThat(candidate)
                .isEqualTo(
                        new Candidate.Faulty<String>(List.of(file + ":2: carteiro.public-url: is not to our liking")));
    }

    @Test
    void whatIsNoTextOrNoYamlIsRefusedAsAFileOfThatKindIs() {
        assertThat(reloader.rehearse(new byte[] {(byte) 0xff}, tree -> "made"))
                .isEqualTo(new Candidate.Faulty<String>(List.of(file + ": is not UTF-8")));
        assertThat(reloader.rehearse(new byte[ConfigReloader.LARGEST + 1], tree -> "made"))
                .isEqualTo(new Candidate.Faulty<String>(List.of(file + ": is larger than 1024 KiB")));
        assertThat(problems("carteiro: [")).singleElement().asString().startsWith(file + ":1: is no YAML: ");
    }

    @Test
    void aPartThatFailsIsAProblemAndNotAnError() {
        assertThat(problems("carteiro: { public-url: http://crash }"))
                .containsExactly(file + ": could not be put in force: java.lang.IllegalStateException: crash");
        assertThat(rehearse("carteiro: {}")).isEqualTo(new Candidate.Sound<>("none"));
    }

    private List<String> problems(String text) {
        return switch (rehearse(text)) {
            case Candidate.Sound<String> sound -> List.of();
            case Candidate.Faulty<String> faulty -> faulty.problems();
        };
    }

    private Candidate<String> rehearse(String text) {
        return reloader.rehearse(text.getBytes(StandardCharsets.UTF_8), RehearsalTests::url);
    }

    private ConfigReloader reloader() {
        return new ConfigReloader(
                new ConfigFile(file, false), name -> null, () -> List.of(this::prepare), List::of, Clock.systemUTC());
    }

    private Runnable prepare(ConfigTree tree) {
        String url = url(tree);
        List<String> proxies = tree.bindList("carteiro.trusted-proxies", String.class);
        if (url.endsWith("crash")) {
            throw new IllegalStateException("crash");
        }
        return () -> inForce.add(proxies.isEmpty() ? url : url + proxies);
    }

    private static String url(ConfigTree tree) {
        return tree.bind("carteiro.public-url", URI.class).map(URI::toString).orElse("none");
    }
}
