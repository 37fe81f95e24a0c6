package dev.carteiro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.carteiro.RouterProcess.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who starts a router, rightly or wrongly. */
class StartIntegrationTests {

    private static final String EMPTY = "carteiro: {}";
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

    @Test
    void startsAgainAfterAKillAsAnOrdinaryUser(@TempDir Path folder) throws IOException {
        assumeThat(mayBecomeNobody())
                .as("only root can become somebody else, with setpriv, and only where that user may read the jar")
                .isTrue();
        Files.setOwner(
                folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        Setup setup = Setup.in(folder, EMPTY).as(AS_NOBODY);
        RouterProcess killed = setup.start();
        String body = TestEvents.message("Ravenna", TestEvents.chat(), TestEvents.unique());
        String id = killed.client().post("/webhook/evolution", body).id();
        killed.kill();
        try (RouterProcess router = setup.start()) {
            assertThat(router.console()).contains("event=postgresql-left-behind");
            assertThat(router.client().get("/api/events/" + id).at("/event/id").asString(""))
                    .isEqualTo(id);
        }
    }

    private static boolean mayBecomeNobody() {
        try {
            List<String> command = new ArrayList<>(AS_NOBODY);
            command.addAll(List.of("test", "-r", RouterProcess.jar().getAbsolutePath()));
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    @ExtendWith(BridgedRouter.Provider.class)
    void refusesAFolderThatAnotherRouterUses(@TempDir Path folder, BridgedRouter first) {
        Setup setup = first.process().setup();
        try (RouterProcess second = setup.beside(folder).launch()) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.console())
                    .contains("CARTEIRO_DATA (" + setup.data() + ") is in use by another Carteiro.")
                    .doesNotContain("\tat ");
            first.client().accept(TestEvents.message("Nobody's", TestEvents.chat(), TestEvents.unique()));
        }
    }

    @Test
    void saysInOneSentenceWhatIsWrongWithTheFile(@TempDir Path folder) {
        Setup setup = Setup.in(folder, """
                carteiro:
                  destinatoins:
                    crm: { url: "http://crm/webhook" }
                  routes:
                    - { name: all, to: [crn] }
                """);
        try (RouterProcess router = setup.launch()) {
            assertThat(router.exitCode()).isEqualTo(1);
            assertThat(router.console())
                    .contains("destinatoins", "did you mean", "destinations", "\"crn\" is no destination")
                    .doesNotContain("\tat ");
        }
    }
}
