package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is learned of instances by asking. */
@NeedsNode
class InstanceProbeIntegrationTests extends ListeningTests {

    InstanceProbeIntegrationTests(ListeningRouter router) {
        super(router);
    }

    @BeforeEach
    void open() {
        serve(EvolutionSetup.everywhere());
    }

    @Test
    void findsInstancesAndStatesThatNobodyHasToldOf() {
        String name = "Found-" + unique();
        server.instance(
                name, Map.of("state", "open", "ownerJid", "5511900002222@s.whatsapp.net", "profileName", "Achada"));
        String source = router.listen(server, "probe: { every: 1s }");
        eventually().until(() -> instance(name).path("source").asString("").equals(source));
        assertThat(instance(name).path("number").asString("")).isEqualTo("+5511900002222");
        assertThat(instance(name).path("profileName").asString("")).isEqualTo("Achada");
        awaitInstance(name, "open");

        server.state(name, "connecting");

        awaitInstance(name, "connecting");
        assertThat(instance(name).path("reason").asString("")).isEqualTo("probe: the server says so");
        eventually()
                .until(() -> router.sink().requests("\"" + name + "\"").stream()
                        .anyMatch(request -> request.text().contains("connection.update")
                                && request.text().contains("connecting")));
    }

    @Test
    void marksAnInstanceThatIsOpenInNameOnly() {
        String name = "Silent-" + unique();
        server.instance(name, Map.of("state", "open", "ownerJid", "5511900003333@s.whatsapp.net"));
        server.script(
                "POST",
                "/chat/whatsappNumbers/" + name,
                Map.of(
                        "times",
                        3,
                        "status",
                        500,
                        "body",
                        Map.of(
                                "status",
                                500,
                                "error",
                                "Internal Server Error",
                                "response",
                                Map.of("message", "Connection Closed"))));
        String source = router.listen(server, "probe: { every: 1s, silent-after: 1s }");
        eventually().until(() -> instance(name).path("source").asString("").equals(source));

        awaitInstance(name, "close");

        assertThat(instance(name).path("reason").asString(""))
                .startsWith("probe: no sign of life")
                .contains("Connection Closed");
        assertThat(router.console()).contains("event=instance-silent source=" + source + " instance=" + name);
        eventually()
                .until(() -> router.sink().requests("\"" + name + "\"").stream()
                        .anyMatch(request -> request.text().contains("no sign of life")));
        assertThat(call("POST", name + "/restart").status()).isEqualTo(200);
        assertThat(server.requests("/instance/restart/" + name)).hasSize(1);
        assertThat(call("GET", name + "/qr").json().path("available").asBoolean(true))
                .isFalse();
        assertThat(router.sink().requests("\"" + name + "\""))
                .as("a look at the code is no news")
                .noneMatch(request -> request.text().contains("the server says so"));
        awaitInstance(name, "open");
        assertThat(instance(name).path("reason").asString("")).isEqualTo("probe: alive again");
    }

    @Test
    void keepsItsInstancesWhenSomethingElseAnswersForTheServer() {
        String name = "Kept-" + unique();
        server.instance(name);
        String source = router.listen(server, "probe: { every: 1s }");
        eventually().until(() -> instance(name).path("source").asString("").equals(source));
        server.script(
                "GET", "/instance/fetchInstances", Map.of("times", 1_000, "status", 200, "body", Map.of("a", "page")));
        eventually()
                .until(() -> router.console()
                        .contains(
                                "event=probe-failed source=" + source + " reason=\"the list of instances is no list"));
        assertThat(instance(name).path("name").asString("")).isEqualTo(name);
    }
}
