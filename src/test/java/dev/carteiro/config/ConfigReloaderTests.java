package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ConfigReloaderTests {

    private static final String GOOD = "carteiro: { public-url: http://one }";
    private static final String BETTER = "carteiro: { public-url: http://two }";
    private static final String BAD = "carteiro:\n  public-url: three\n  route: []\n";

    @TempDir
    Path folder;

    private final List<String> inForce = new ArrayList<>();
    private Path path;
    private Instant now = Instant.now().plus(Duration.ofHours(1));
    private ConfigReloader reloader;

    @BeforeEach
    void start() {
        path = folder.resolve("carteiro.yml");
        reloader = reloader(false);
    }

    @Test
    void loadsAtTheStart() throws IOException {
        write(GOOD);

        reloader.load();

        assertThat(inForce).containsExactly("http://one");
        assertThat(health()).isEqualTo(Map.of("file", path.toString(), "configuration", "in force"));
    }

    @Test
    void startsWithoutAFile() {
        reloader.load();

        assertThat(inForce).containsExactly("none");
        assertThat(health()).containsEntry("configuration", "no file, defaults");
    }

    @Test
    void doesNotStartWithoutTheFileThatIsNamed() {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(reloader(true)::load)
                .withMessage("The configuration cannot be used:\n\n" + path
                        + ": is not there, but CARTEIRO_CONFIG names it");
    }

    @Test
    void doesNotStartWithAnInvalidFileAndSaysEverythingThatIsWrong() throws IOException {
        write(BAD);

        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(reloader::load)
                .withMessage("The configuration cannot be used:\n\n"
                        + path + ":2: carteiro.public-url: \"three\" has no scheme; write http://three\n"
                        + path + ":3: carteiro.route: no such key; did you mean \"routes\"? (known: public-url,"
                        + " trusted-proxies, sources, destinations, bridges, routes)");
        assertThat(inForce).isEmpty();
    }

    @Test
    void doesNotAskThePartsAboutWhatIsNoYaml() throws IOException {
        write("carteiro: [");

        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(reloader::load)
                .satisfies(e ->
                        assertThat(e.problems()).hasSize(1).first().asString().startsWith(path + ":1: is no YAML: "));
    }

    @Test
    void refusesADirectoryABigFileAndOneThatIsNoText() throws IOException {
        Files.createDirectory(path);
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(reloader::load)
                .withMessageEndingWith(
                        path + ": is a directory; Docker makes one where the file to be mounted does not exist");
        Files.delete(path);

        Files.write(path, new byte[(1 << 20) + 1]);
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(reloader::load)
                .withMessageEndingWith(path + ": is larger than 1024 KiB");

        Files.write(path, new byte[] {(byte) 0xff, 0x20});
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(reloader::load)
                .withMessageEndingWith(path + ": is not UTF-8");
    }

    @Test
    void aChangeIsPutInForce(CapturedOutput output) throws IOException {
        write(GOOD);
        reloader.load();
        reloader.check();
        write("""
                carteiro:
                  public-url: http://two
                  destinations: { a: {}, b: {} }
                  routes: [{}, {}, {}]
                """);

        reloader.check();
        reloader.check();

        assertThat(inForce).containsExactly("http://one", "http://two");
        assertThat(output).containsOnlyOnce("event=config-reloaded file=" + path + " destinations=2 routes=3");
    }

    @Test
    void aFileThatAppearsLaterIsPutInForce() throws IOException {
        reloader.load();
        write(GOOD);

        reloader.check();

        assertThat(inForce).containsExactly("none", "http://one");
    }

    @Test
    void keepsTheLastGoodOneAndSaysSoOnce(CapturedOutput output) throws IOException {
        write(GOOD);
        reloader.load();
        write(BAD);

        reloader.check();
        reloader.check();
        reloader.check();

        assertThat(inForce).containsExactly("http://one");
        assertThat(output).containsOnlyOnce("event=config-refused file=" + path);
        assertThat(health())
                .containsEntry("configuration", "last good kept")
                .containsEntry(
                        "problems",
                        List.of(
                                path + ":2: carteiro.public-url: \"three\" has no scheme; write http://three",
                                path + ":3: carteiro.route: no such key; did you mean \"routes\"? (known: public-url,"
                                        + " trusted-proxies, sources, destinations, bridges, routes)"));
    }

    @Test
    void theSameProblemsInAnotherTextAreNotToldAgain(CapturedOutput output) throws IOException {
        write(GOOD);
        reloader.load();
        write(BAD);
        reloader.check();
        write(BAD + "# thinking\n");
        reloader.check();

        assertThat(output).containsOnlyOnce("event=config-refused");
    }

    @Test
    void recoversWhenTheFileIsCorrected() throws IOException {
        write(GOOD);
        reloader.load();
        write(BAD);
        reloader.check();
        write(BETTER);
        reloader.check();

        assertThat(inForce).containsExactly("http://one", "http://two");
        assertThat(health()).containsEntry("configuration", "in force").doesNotContainKey("problems");
    }

    @Test
    void theLastGoodTextNeedsNoReload() throws IOException {
        write(GOOD);
        reloader.load();
        write(BAD);
        reloader.check();
        write(GOOD);
        reloader.check();

        assertThat(inForce).containsExactly("http://one");
        assertThat(health()).containsEntry("configuration", "in force");
    }

    @Test
    void aDeletedFileKeepsTheLastGoodOne(CapturedOutput output) throws IOException {
        write(GOOD);
        reloader.load();
        Files.delete(path);

        reloader.check();
        reloader.check();

        assertThat(inForce).containsExactly("http://one");
        assertThat(output).containsOnlyOnce(path + ": is gone");
        assertThat(health())
                .containsEntry("configuration", "last good kept")
                .containsEntry("problems", List.of(path + ": is gone"));
    }

    @Test
    void followsAFileThatIsReplaced() throws IOException {
        write(GOOD);
        reloader.load();
        Path other = Files.writeString(folder.resolve("carteiro.yml.tmp"), BETTER);
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

        reloader.check();

        assertThat(inForce).containsExactly("http://one", "http://two");
    }

    @Test
    void followsALinkThatIsSwapped() throws IOException {
        Files.createSymbolicLink(path, Files.writeString(folder.resolve("one.yml"), GOOD));
        reloader.load();
        Path link =
                Files.createSymbolicLink(folder.resolve("next"), Files.writeString(folder.resolve("two.yml"), BETTER));
        Files.move(link, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

        reloader.check();

        assertThat(inForce).containsExactly("http://one", "http://two");
    }

    @Test
    void waitsForAFileThatIsStillBeingWritten() throws IOException {
        write(GOOD);
        reloader.load();
        write("");
        now = Files.getLastModifiedTime(path).toInstant().plusMillis(10);
        reloader.check();
        write(BETTER);
        now = Files.getLastModifiedTime(path).toInstant().plusMillis(10);
        reloader.check();
        assertThat(inForce).containsExactly("http://one");

        reloader.check();

        assertThat(inForce).containsExactly("http://one", "http://two");
    }

    @Test
    void aPartThatFailsKeepsTheLastGoodOne() throws IOException {
        write(GOOD);
        reloader.load();
        write("carteiro: { public-url: http://crash }");

        reloader.check();

        assertThat(inForce).containsExactly("http://one");
        assertThat(health())
                .containsEntry(
                        "problems",
                        List.of(path + ": could not be put in force: java.lang.IllegalStateException: crash"));
    }

    private ConfigReloader reloader(boolean named) {
        InstantSource time = () -> now;
        Clock clock = time.withZone(ZoneOffset.UTC);
        return new ConfigReloader(
                new ConfigFile(path, named), name -> null, () -> List.of(this::prepare), List::of, clock);
    }

    private Runnable prepare(ConfigTree tree) {
        String url = tree.bind("carteiro.public-url", URI.class)
                .map(Object::toString)
                .orElse("none");
        if (url.endsWith("crash")) {
            throw new IllegalStateException("crash");
        }
        return () -> inForce.add(url);
    }

    private Map<String, Object> health() {
        Health health = new ConfigHealth(reloader::status).health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        return health.getDetails();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(path, yaml);
    }
}
