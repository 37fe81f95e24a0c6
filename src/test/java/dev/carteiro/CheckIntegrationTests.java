package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar's {@code check}, as a deployment script calls it. */
class CheckIntegrationTests {

    @TempDir
    Path folder;

    @Test
    void saysWhatAFileHoldsAndStartsNothing() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("carteiro.yml"), """
                carteiro:
                  destinations: { crm: { url: "${CRM_URL}" } }
                  routes: [{ name: all, to: crm }]
                """);

        assertThat(check(Map.of("CRM_URL", "http://crm/webhook"))).isZero();
        assertThat(text("out")).isEqualTo("carteiro.yml: sound, with 5 sources, 1 destination and 1 route\n");
        assertThat(text("err")).doesNotContain("Exception", "carteiro.yml");

        assertThat(check(Map.of())).isEqualTo(1);
        assertThat(text("out")).isEmpty();
        assertThat(text("err")).contains("carteiro.yml:2: carteiro.destinations.crm.url: ", "CRM_URL");

        assertThat(check(Map.of("CARTEIRO_CONFIG", "other.yml"))).isEqualTo(2);
        assertThat(text("err")).contains("other.yml: is not there, but CARTEIRO_CONFIG names it");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("carteiro.yml", "out", "err");
        }
    }

    private int check(Map<String, String> variables) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                RouterProcess.jar().getAbsolutePath(),
                "check");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CARTEIRO_") || name.equals("FORWARD_URL"));
        builder.environment().putAll(variables);
        Process process = builder.redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }
}
