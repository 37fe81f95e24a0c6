package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

class ConfigConfigurationTests {

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void partsAreConfiguredBeforeAnyLifecycleStarts() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), "carteiro: { public-url: 'http://${HOST}' }");

        try (var context = context(Map.of("CARTEIRO_CONFIG", file.toString(), "HOST", "one"))) {
            context.refresh();
            assertThat(log).containsExactly("http://one", "started");
        }
    }

    @Test
    void aVariablesValueIsTakenAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), "carteiro: { name: '${SECRET}' }");

        try (var context = context(Map.of("CARTEIRO_CONFIG", file.toString(), "SECRET", "a${b}\\c"))) {
            context.registerBean("name", ConfigPart.class, () -> tree -> {
                String name = tree.bind("carteiro.name", String.class).orElse("none");
                return () -> log.add(name);
            });
            context.refresh();
            assertThat(log).contains("a${b}\\c");
        }
    }

    @Test
    void anInvalidFileStopsTheStartWithSentences() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yml"), "carteiro:\n  public-url: x\n");

        try (var context = context(Map.of("CARTEIRO_CONFIG", file.toString()))) {
            assertThatExceptionOfType(InvalidConfigException.class)
                    .isThrownBy(context::refresh)
                    .satisfies(failure -> assertThat(analysis(failure).getDescription())
                            .isEqualTo("The configuration cannot be used:\n\n" + file
                                    + ":2: carteiro.public-url: \"x\" has no scheme; write http://x"));
        }
        assertThat(log).isEmpty();
    }

    @Test
    void theFileIsLookedAtAgainAndAgain() {
        AtomicInteger looks = new AtomicInteger();
        ConfigWatch watch = new ConfigWatch(
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        throw new IllegalStateException("the first look fails");
                    }
                },
                Duration.ofMillis(5));

        watch.start();
        await().until(() -> looks.get() > 2);
        assertThat(watch.isRunning()).isTrue();
        watch.stop();

        assertThat(watch.isRunning()).isFalse();
    }

    private static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {}))
                .stream()
                .filter(InvalidConfigFailureAnalyzer.class::isInstance)
                .map(analyzer -> analyzer.analyze(failure))
                .findFirst()
                .orElseThrow();
    }

    private AnnotationConfigApplicationContext context(Map<String, Object> variables) {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", variables));
        context.register(ConfigConfiguration.class);
        context.registerBean(ConfigPart.class, () -> tree -> {
            String url = tree.bind("carteiro.public-url", URI.class)
                    .map(URI::toString)
                    .orElse("none");
            return () -> log.add(url);
        });
        context.registerBean(SmartLifecycle.class, Starting::new, definition -> {});
        return context;
    }

    private final class Starting implements SmartLifecycle {

        private volatile boolean running;

        @Override
        public void start() {
            running = true;
            log.add("started");
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
