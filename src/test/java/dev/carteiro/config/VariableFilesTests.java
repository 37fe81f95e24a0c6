package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class VariableFilesTests {

    @TempDir
    private Path folder;

    @Test
    void aSecretIsReadWithoutTheLinesEnd() {
        Function<String, @Nullable String> variables = variables(Map.of("TOKEN_FILE", file("token", "a b\t$é\r\n\n")));

        assertThat(variables.apply("TOKEN")).isEqualTo("a b\t$é");
        assertThat(variables.apply("OTHER")).isNull();
    }

    @Test
    void anEmptyVariableGivesWayToItsFile() {
        assertThat(variables(Map.of("TOKEN", "", "TOKEN_FILE", file("token", "x")))
                        .apply("TOKEN"))
                .isEqualTo("x");
        assertThat(variables(Map.of("TOKEN", "x", "TOKEN_FILE", "")).apply("TOKEN"))
                .isEqualTo("x");
    }

    @Test
    void aConfigurationIsFilledInFromFiles() {
        ConfigTree tree = ConfigTree.of(
                "carteiro: { public-url: \"http://${HOST:other}\" }",
                variables(Map.of("HOST_FILE", file("host", "carteiro:8802\n"))));

        assertThat(tree.bind("carteiro.public-url", String.class)).contains("http://carteiro:8802");
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsAProblemOfItsLine() {
        ConfigTree tree = ConfigTree.of("carteiro:\n  public-url: ${HOST}\n", variables(Map.of("HOST_FILE", "/none")));

        assertThat(tree.problems())
                .containsExactly(
                        "carteiro.yml:2: carteiro.public-url: HOST_FILE names /none, which cannot be read: there"
                                + " is no such file");
    }

    @Test
    void dropInsMayStandInFiles() {
        Function<String, @Nullable String> variables = variables(
                Map.of("FORWARD_URL_FILE", file("url", "http://agents:8001/webhook\n"), "WEBHOOK_TOKEN_FILE", "/none"));

        ConfigTree tree = ConfigTree.of("", variables);

        assertThat(tree.bind("carteiro.destinations.forward.url", String.class)).contains("http://agents:8001/webhook");
        assertThat(tree.problems())
                .containsExactly(
                        "WEBHOOK_TOKEN: WEBHOOK_TOKEN_FILE names /none, which cannot be read: there is no such file");
    }

    @Test
    void bothAtOnceAreRefusedWithoutTheValue() {
        assertThatThrownBy(() -> variables(Map.of("TOKEN", "s3cret", "TOKEN_FILE", file("token", "0ther")))
                        .apply("TOKEN"))
                .hasMessage("TOKEN and TOKEN_FILE are both set; only one of them may be");
    }

    @Test
    void whatIsNoTextOrTooLargeIsRefused() {
        byte[] binary = {(byte) 0xff, (byte) 0xfe, 0};

        assertThatThrownBy(() -> variables(Map.of("A_FILE", file("a", binary))).apply("A"))
                .hasMessageEndingWith("it is no UTF-8 text");
        assertThatThrownBy(() ->
                        variables(Map.of("A_FILE", file("a", new byte[70_000]))).apply("A"))
                .hasMessageEndingWith("it has more than 64 KiB");
        assertThatThrownBy(() -> variables(Map.of("A_FILE", folder.toString())).apply("A"))
                .hasMessageStartingWith("A_FILE names " + folder + ", which cannot be read: ");
    }

    @Test
    void oursAreReadForSpringToo() {
        StandardEnvironment environment = environment(
                Map.of("CARTEIRO_DATABASE_URL_FILE", file("url", "postgresql://a@b/c\n"), "SSL_CERT_FILE", "/none"));

        new VariableFiles().postProcessEnvironment(environment, new SpringApplication());

        assertThat(Binder.get(environment)
                        .bind("carteiro.database-url", String.class)
                        .get())
                .isEqualTo("postgresql://a@b/c");
    }

    @Test
    void anEmptyVariableOfOursGivesWayToItsFileToo() {
        StandardEnvironment environment = environment(
                Map.of("CARTEIRO_ADMIN_TOKEN", "", "CARTEIRO_ADMIN_TOKEN_FILE", file("token", "from-the-file\n")));

        new VariableFiles().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("carteiro.admin-token")).isEqualTo("from-the-file");
    }

    @Test
    void aStartWithoutTheFileFailsByName() {
        StandardEnvironment environment = environment(Map.of("CARTEIRO_ADMIN_TOKEN_FILE", "/run/secrets/none"));

        assertThatThrownBy(() -> new VariableFiles().postProcessEnvironment(environment, new SpringApplication()))
                .hasMessage(
                        "CARTEIRO_ADMIN_TOKEN_FILE names /run/secrets/none, which cannot be read: there is no such file");
    }

    private static Function<String, @Nullable String> variables(Map<String, Object> values) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
        return Variables.of(environment);
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment() {
            @Override
            public Map<String, Object> getSystemEnvironment() {
                return variables;
            }
        };
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        return environment;
    }

    private String file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private String file(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content).toString();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
