package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupplementTests {

    private static final Supplement RAVENNA =
            new Supplement("Ravenna", "POST /chatwoot/set/Ravenna", Map.of("token", "a-secret"));

    private final List<Set<String>> inForce = new ArrayList<>();
    private final Path file;

    SupplementTests(@TempDir Path folder) {
        file = folder.resolve("carteiro.yml");
    }

    private ConfigReloader reloader(String text, Supplement... kept) throws IOException {
        Files.writeString(file, text);
        ConfigReloader reloader = new ConfigReloader(
                new ConfigFile(file, false),
                name -> null,
                () -> List.of(this::prepare),
                () -> List.of(kept),
                Clock.systemUTC());
        reloader.load();
        return reloader;
    }

    private Runnable prepare(ConfigTree tree) {
        Set<String> names = tree.names("carteiro.bridges");
        for (String name : names) {
            if (tree.bind("carteiro.bridges." + name + ".token", String.class)
                    .orElse("")
                    .equals("bad")) {
                tree.problem("carteiro.bridges." + name + ".token", "is bad");
            }
        }
        return () -> inForce.add(names);
    }

    @Test
    void standsBesideWhatTheFileSays() throws IOException {
        ConfigReloader reloader = reloader("carteiro: { bridges: { Vendas: { token: x } } }", RAVENNA);
        assertThat(inForce).containsExactly(Set.of("Vendas", "Ravenna"));
        assertThat(reloader.supplement(List.of())).isEmpty();
        assertThat(inForce).last().isEqualTo(Set.of("Vendas"));
    }

    @Test
    void isRefusedBesideABridgeOfTheFileAndGivesWayToItAtAStart() throws IOException {
        ConfigReloader reloader = reloader("carteiro: { bridges: { Ravenna: { token: x } } }", RAVENNA);
        assertThat(inForce).containsExactly(Set.of("Ravenna"));
        assertThat(reloader.supplement(List.of(RAVENNA)))
                .singleElement()
                .asString()
                .contains("carteiro.bridges.Ravenna: was set with POST /chatwoot/set/Ravenna as well");
        assertThat(inForce).hasSize(1);
    }

    @Test
    void isLeftOutWhereItCannotBeUsedAndTheRestIsNot() throws IOException {
        Supplement bad = new Supplement("Errada", "POST /chatwoot/set/Errada", Map.of("token", "bad"));
        ConfigReloader reloader = reloader("carteiro: {}", RAVENNA, bad);
        assertThat(inForce).containsExactly(Set.of("Ravenna"));
        assertThat(reloader.problemsOf(List.of(bad)))
                .containsExactly("POST /chatwoot/set/Errada: carteiro.bridges.Errada.token: is bad");
    }

    @Test
    void neverShowsItsSecrets() {
        assertThat(RAVENNA.toString()).isEqualTo("Ravenna by POST /chatwoot/set/Ravenna");
        assertThat(ConfigTree.of("carteiro.yml", "carteiro: {}", name -> null, List.of(RAVENNA))
                        .bind("carteiro.bridges.Ravenna.token", Integer.class))
                .isEmpty();
    }
}
