package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class StackTests {

    private static final JsonNode ROUTER = StackFile.stack().service("router");

    @TempDir
    Path folder;

    static List<StackFile> files() {
        return StackFile.all();
    }

    static Stream<List<StackFile>> deployments() {
        List<StackFile> overlays = StackFile.overlays();
        return Stream.concat(Stream.of(List.of(), overlays), overlays.stream().map(List::of));
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void isUnderstoodByDocker(List<StackFile> overlays) throws IOException, InterruptedException {
        assumeThat(ran(List.of("docker", "stack", "config", "--help")))
                .as("a docker client that checks stacks")
                .isZero();
        List<String> command = new ArrayList<>(List.of("docker", "stack", "config", "-c", "docker-stack.yml"));
        overlays.forEach(overlay -> command.addAll(List.of("-c", overlay.toString())));

        assertThat(ran(command)).as(said()).isZero();
    }

    @Test
    void isUnderstoodByCompose() throws IOException, InterruptedException {
        assumeThat(ran(List.of("docker", "compose", "version")))
                .as("docker compose")
                .isZero();

        assertThat(ran(List.of("docker", "compose", "-f", "deploy/compose.yml", "config", "--quiet")))
                .as(said())
                .isZero();
    }

    @Test
    void givesTheRouterVariablesThatItKnows() throws IOException {
        List<String> known = KnownVariables.all();

        for (StackFile file : files()) {
            for (Entry<String, JsonNode> variable :
                    file.service("router").path("environment").properties()) {
                assertThat(variable.getKey().replaceFirst("_FILE$", ""))
                        .as("variable of the router in %s", file)
                        .isIn(known);
            }
        }
    }

    @Test
    void keepsTheRouterFromWritingAndFromPrivileges() {
        assertThat(ROUTER.path("read_only").asBoolean()).isTrue();
        assertThat(ROUTER.path("cap_drop").values())
                .extracting(JsonNode::asString)
                .containsExactly("ALL");
        assertThat(ROUTER.path("cap_add").isMissingNode()).isTrue();
        assertThat(ROUTER.path("user").asString()).matches("[1-9]\\d+:[1-9]\\d+");
        assertThat(ROUTER.path("volumes").values())
                .allSatisfy(volume -> assertThat(volume.path("type").asString()).isEqualTo("tmpfs"));
        assertThat(ROUTER.path("environment").has("CARTEIRO_DATA")).isFalse();
    }

    @Test
    void replacesARouterAfterTheNextOneIsHealthy() {
        JsonNode update = ROUTER.path("deploy").path("update_config");

        assertThat(ROUTER.path("deploy").path("replicas").asInt()).isGreaterThan(1);
        assertThat(update.path("order").asString()).isEqualTo("start-first");
        assertThat(update.path("parallelism").asInt()).isEqualTo(1);
        assertThat(update.path("failure_action").asString()).isEqualTo("rollback");
        assertThat(ROUTER.path("deploy").path("rollback_config").path("order").asString())
                .isEqualTo("start-first");
    }

    @Test
    void givesTheRouterTheTimeThatAStopTakes() {
        Duration drain = time(ROUTER.path("environment").path("CARTEIRO_DRAIN").asString());

        // Spring gives each phase of a stop 30 s; ours have work in two of them.
        assertThat(time(ROUTER.path("stop_grace_period").asString())).isGreaterThanOrEqualTo(drain.plusSeconds(60));
    }

    @Test
    void letsOthersCallTheRouterByItsName() {
        JsonNode edge = StackFile.stack().content().path("networks").path("edge");

        assertThat(edge.path("name").asString()).isEqualTo("carteiro");
        assertThat(edge.path("attachable").asBoolean()).isTrue();
        assertThat(ROUTER.path("networks").path("edge").path("aliases").values())
                .extracting(JsonNode::asString)
                .contains("carteiro");
    }

    @ParameterizedTest
    @MethodSource("files")
    void boundsAndWatchesEachService(StackFile file) {
        assertThat(file.services()).allSatisfy(service -> {
            JsonNode it = service.getValue();
            JsonNode deploy = it.path("deploy");
            assertThat(it.path("image").asString()).as("a fixed version").matches(".+:[^/:]*\\d.*");
            assertThat(it.path("healthcheck").path("test").size()).isGreaterThan(1);
            assertThat(deploy.path("resources").path("limits").has("memory")).isTrue();
            assertThat(deploy.path("restart_policy").path("condition").asString())
                    .isEqualTo("any");
            assertThat(deploy.path("update_config").path("failure_action").asString())
                    .isEqualTo("rollback");
            assertThat(it.path("logging").path("options").has("max-size")).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void startsNothingElsewhereThanItsVolume(StackFile file) {
        assertThat(file.services().filter(StackTests::keepsSomething)).allSatisfy(service -> {
            JsonNode deploy = service.getValue().path("deploy");
            assertThat(deploy.path("placement").path("constraints").size()).isPositive();
            assertThat(deploy.path("update_config").path("order").asString()).isEqualTo("stop-first");
            assertThat(deploy.path("replicas").asInt()).isEqualTo(1);
        });
    }

    private static boolean keepsSomething(Entry<String, JsonNode> service) {
        return service.getValue().path("volumes").values().stream().anyMatch(JsonNode::isString);
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesFilesThatAreThereAndVersionsOfWhatSwarmNeverChanges(StackFile file) {
        assertThat(file.parts("configs")).allSatisfy(config -> {
            assertThat(Path.of(config.getValue().path("file").asString())).isRegularFile();
            assertThat(config.getValue().path("name").asString()).endsWith("-${CONFIG:-1}");
        });
        assertThat(file.parts("secrets")).allSatisfy(secret -> {
            assertThat(secret.getValue().path("external").asBoolean()).isTrue();
            // What a database's volume was made with is not changed by a deploy.
            assertThat(secret.getValue().path("name").asString())
                    .matches("carteiro-([\\w-]+-\\$\\{SECRETS:-1}|(postgres|[a-z]+-db)-password-1)");
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdsNoSecret(StackFile file) {
        assertThat(file.services())
                .allSatisfy(service -> assertThat(
                                service.getValue().path("environment").propertyNames())
                        .noneMatch(name -> name.matches(".*(PASSWORD|TOKEN|SECRET|_KEY|SECRET_KEY_BASE)")));
        assertThat(file.text())
                .doesNotContainPattern("://[^/\\s:]*:[^$@/\\s\\[]+@")
                .doesNotContain("whsec_");
    }

    @Test
    void bringsAConfigurationThatIsSoundWithAndWithoutEvolution() throws IOException {
        String written = Files.readString(Path.of("deploy", "carteiro.yml"));
        String withEvolution = written.replace("${EVOLUTION_URL:}", "http://evolution_api:8080")
                .replace("${EVOLUTION_API_KEY:}", "choose-one")
                .replace("${EVOLUTION_STREAM:off}", "global");

        assertThat(checked(written)).isEmpty();
        assertThat(checked(withEvolution)).isEmpty();
        assertThat(withEvolution).isNotEqualTo(written).doesNotContain("EVOLUTION_");
    }

    /** What the program has to say against it. */
    private String checked(String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("carteiro.yml"), configuration);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        int exit = CommandLine.of(out, new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of("check", file.toString()));
        return exit == 0 ? "" : err.toString(StandardCharsets.UTF_8);
    }

    private static Duration time(String written) {
        assertThat(written).matches("\\d+s");
        return Duration.parse("PT" + written);
    }

    /** The exit status of {@code command}, or 127 as a shell has it where there is no such program. */
    private int ran(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile())
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            return 127;
        }
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }
}
