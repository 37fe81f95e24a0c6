package dev.carteiro;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.store.Database;
import dev.carteiro.store.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The one router that all tests inside this JVM share: started for the first, stopped after the last. An Evolution event
 * goes to the destination that has its instance's name; each destination is a peer of its own.
 */
final class SharedRouter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDatabase testDatabase = TestDatabase.any();
    private final Map<String, ScriptedPeer> peers = new LinkedHashMap<>();
    private final Path config = TestDatabase.folder("config").resolve("carteiro.yml");
    private final ConfigurableApplicationContext context;
    private final RouterClient client;

    private SharedRouter() {
        SharedConfig.DESTINATIONS.keySet().forEach(name -> peers.put(name, ScriptedPeer.start()));
        configure(SharedConfig.text(urls()));
        context = SpringApplication.run(
                Carteiro.class,
                "--server.port=0",
                "--carteiro.admin-token=" + RouterClient.ADMIN,
                "--CARTEIRO_CONFIG=" + config,
                "--" + testDatabase.property() + "=" + testDatabase.value());
        client = new RouterClient(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    RouterClient client() {
        return client;
    }

    /** The receiver behind a destination. */
    ScriptedPeer peer(String destination) {
        ScriptedPeer peer = peers.get(destination);
        if (peer == null) {
            throw new IllegalArgumentException("no destination is called " + destination);
        }
        return peer;
    }

    boolean isEmbedded() {
        return testDatabase.isEmbedded();
    }

    Map<String, String> urls() {
        return peers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, peer -> peer.getValue().url()));
    }

    /** Writes the configuration file, as an editor does: at once. */
    void configure(String text) {
        try {
            Path next = Files.writeString(config.resolveSibling("next"), text);
            Files.move(next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The first column of what a statement gives, as text. */
    List<String> query(String statement) {
        return List.copyOf(java.util.Objects.requireNonNull(database()
                .sql(statement)
                .map(row -> String.valueOf(row.get(0)))
                .all()
                .collectList()
                .block(PATIENCE)));
    }

    @CanIgnoreReturnValue
    long update(String statement) {
        return java.util.Objects.requireNonNull(
                database().sql(statement).fetch().rowsUpdated().block(PATIENCE));
    }

    /** The router's own parts of a kind. */
    <T> List<T> beans(Class<T> type) {
        return context.getBeanProvider(type).stream().toList();
    }

    /** The router's own parts of a kind that another of its parts was made with, directly or through others. */
    <T> Map<String, T> needs(String bean, Class<T> type) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(bean));
        for (String name = next.poll(); name != null; name = next.poll()) {
            for (String needed : context.getBeanFactory().getDependenciesForBean(name)) {
                if (found.add(needed)) {
                    next.add(needed);
                }
            }
        }
        return named(type).entrySet().stream()
                .filter(one -> found.contains(one.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The same for all of them. */
    <T> Map<String, T> named(Class<T> type) {
        return context.getBeansOfType(type);
    }

    private Database database() {
        return context.getBean(Databases.class).console();
    }

    @Override
    public void close() {
        client.close();
        context.close();
        peers.values().forEach(ScriptedPeer::close);
        testDatabase.close();
    }

    /**
     * Hands the shared router to tests that ask for it. With several JVMs, Failsafe runs the classes in each of them one by
     * one: what lived as long as such a run would be started again for every class, and so it lives as long as the session.
     */
    static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == SharedRouter.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(SharedRouter.class, type -> new SharedRouter());
        }
    }
}
