package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.fake.CrewServer;
import dev.carteiro.fake.CrewServer.Kickoff;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.FaultPlan;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of CrewAI's platform: kicked off once, waited for, and answered once, whatever goes wrong between. */
@ExtendWith(CrewRouter.Provider.class)
class CrewRunsIntegrationTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final CrewRouter router;
    private final CrewServer crew;
    private final String chat = TestEvents.chat();

    CrewRunsIntegrationTests(CrewRouter router) {
        this.router = router;
        this.crew = router.crew();
    }

    @AfterEach
    void well() {
        crew.faults(FaultPlan.none());
        crew.asDocumented(true);
    }

    private List<Kickoff> kickoffs(String event) {
        return crew.kickoffs().stream()
                .filter(kickoff ->
                        kickoff.body().at("/meta/delivery").asString("").startsWith(event + "."))
                .toList();
    }

    @CanIgnoreReturnValue
    private Kickoff kickoff(String event) {
        eventually().until(() -> !kickoffs(event).isEmpty());
        return kickoffs(event).getLast();
    }

    private void awaitRunning(String event, String destination) {
        eventually()
                .until(() ->
                        router.client().delivery(event, destination).toString().contains("has begun"));
    }

    @Test
    void kicksOffOnceAndTakesTheCrewsCall() throws IOException {
        String before = router.writes("kicked", chat, "Bom dia");
        crew.calls(kickoff(before).id(), "Bom dia, Ana");
        router.awaitState(before, "kicked", "delivered");

        String event = router.writes("kicked", chat, "Onde está meu pedido?");
        Kickoff kickoff = kickoff(event);
        assertThat(kickoff.input("message")).isEqualTo("Onde está meu pedido?");
        assertThat(kickoff.input("contact")).isEqualTo("Ana Souza");
        assertThat(kickoff.input("conversation")).isEqualTo("kicked/" + chat);
        assertThat(kickoff.input("history")).isEqualTo("Ana Souza: Bom dia");
        awaitRunning(event, "kicked");
        JsonNode attempt = router.lastAttempt(event, "kicked");
        assertThat(attempt.path("outcome").asString("")).isEqualTo("underway");
        assertThat(attempt.path("response").asString("")).contains(kickoff.id());

        assertThat(crew.calls(kickoff.id(), "Sai hoje.")).isEqualTo(200);
        router.awaitState(event, "kicked", "delivered");
        assertThat(crew.tells(kickoff.id(), "Sai hoje.")).as("told again").isEqualTo(200);
        assertThat(crew.tells(kickoff.id(), "Sai amanhã.")).as("told otherwise").isEqualTo(200);
        eventually().until(() -> router.answers(chat).size() == 2);
        assertThat(router.answers(chat))
                .extracting(answer -> answer.at("/data/text").asString(""))
                .containsExactly("Bom dia, Ana", "Sai hoje.");
        assertThat(kickoffs(event)).hasSize(1);
        String url = kickoff.webhook();
        assertThat(crew.post(url, JSON.readTree("{\"result\":\"x\",\"meta\":{\"delivery\":\"1.1\"}}")))
                .as("told of another delivery")
                .isEqualTo(404);
    }

    @Test
    void believesNobodyElse() throws IOException {
        String event = router.writes("kicked", chat, "Oi");
        Kickoff kickoff = kickoff(event);
        awaitRunning(event, "kicked");
        String url = kickoff.webhook();
        String guessed = url.substring(0, url.length() - 4) + "AAAA";
        assertThat(crew.post(guessed, JSON.readTree("{\"kickoff_id\":\"" + kickoff.id() + "\",\"result\":\"falso\"}")))
                .isEqualTo(404);
        assertThat(crew.post(url, JSON.readTree("{\"kickoff_id\":\"another\",\"result\":\"falso\"}")))
                .isEqualTo(404);
        assertThat(crew.post(url, JSON.readTree("{\"kickoff_id\":\"" + kickoff.id() + "\"}")))
                .isEqualTo(400);
        assertThat(crew.post(url, JSON.readTree("[1]"))).isEqualTo(400);
        assertThat(crew.post(url, JSON.readTree("{\"result\":\"" + "x".repeat(2 << 20) + "\"}")))
                .isEqualTo(413);
        assertThat(router.client().state(event, "kicked")).isIn("pending", "retrying");
        crew.calls(kickoff.id(), "verdadeiro");
        assertThat(router.awaitAnswer(chat).at("/data/text").asString("")).isEqualTo("verdadeiro");
        assertThat(router.process().console())
                .contains("event=crew-callback-refused")
                .doesNotContain(guessed);
    }

    /** The platform has begun, and its answer was lost: it calls all the same. */
    @Test
    void doesNotKickOffTwiceThoughTheAnswerWasLost() throws IOException {
        crew.faults((method, path, ordinal) -> path.equals("/kickoff") ? Fault.LOSE_ANSWER : Fault.NONE);
        String event = router.writes("kicked", chat, "Oi");
        Kickoff kickoff = kickoff(event);
        eventually()
                .until(() ->
                        router.client().delivery(event, "kicked").toString().contains("is not known"));
        crew.faults(FaultPlan.none());
        assertThat(crew.calls(kickoff.id(), "Uma vez")).isEqualTo(200);
        assertThat(router.awaitAnswer(chat).at("/data/text").asString("")).isEqualTo("Uma vez");
        router.awaitState(event, "kicked", "delivered");
        assertThat(kickoffs(event)).hasSize(1);
    }

    @Test
    void leavesItToAPersonWhereTheCrewNeverCalls() throws IOException {
        crew.faults((method, path, ordinal) -> path.equals("/kickoff") ? Fault.errorAfter(502) : Fault.NONE);
        String event = router.writes("impatient", chat, "Oi");
        kickoff(event);
        router.awaitState(event, "impatient", "dead");
        assertThat(router.lastAttempt(event, "impatient").path("error").asString(""))
                .contains("whether the crew has begun is not known");
        assertThat(kickoffs(event)).hasSize(1);
        crew.faults(FaultPlan.none());
        assertThat(router.client()
                        .admin("POST", "/api/deliveries/" + event + ".impatient/retry", "")
                        .status())
                .isBetween(200, 299);
        eventually().until(() -> kickoffs(event).size() == 2);
        crew.calls(kickoffs(event).getLast().id(), "Agora sim");
        assertThat(router.awaitAnswer(chat).at("/data/text").asString("")).isEqualTo("Agora sim");
        assertThat(crew.tells(kickoffs(event).getFirst().id(), "Velha"))
                .as("the URL of the first run")
                .isEqualTo(404);
    }

    @Test
    void triesAgainWhereThePlatformHasNotBegun() throws IOException {
        crew.faults((method, path, ordinal) ->
                path.equals("/kickoff") && kickoffs("").isEmpty()
                        ? new Fault(Fault.Kind.ERROR_BEFORE, 503)
                        : Fault.NONE);
        String event = router.writes("kicked", chat, "Oi");
        eventually()
                .until(() ->
                        router.client().delivery(event, "kicked").toString().contains("503"));
        crew.faults(FaultPlan.none());
        crew.calls(kickoff(event).id(), "Pronto");
        router.awaitAnswer(chat);
        assertThat(kickoffs(event)).hasSize(1);
    }

    @Test
    void asksThePlatformWhereItIsTold() {
        for (boolean documented : List.of(true, false)) {
            crew.asDocumented(documented);
            String one = TestEvents.chat();
            String event = router.writes("polled", one, "Oi");
            Kickoff kickoff = kickoff(event);
            assertThat(kickoff.body().has("crewWebhookUrl")).isFalse();
            assertThat(kickoff.input("topic")).isEqualTo("Oi");
            awaitRunning(event, "polled");
            crew.ends(kickoff.id(), JSON.readTree("\"Olá\""));
            assertThat(router.awaitAnswer(one).at("/data/text").asString("")).isEqualTo("Olá");
            router.awaitState(event, "polled", "delivered");
        }
    }

    @Test
    void buriesARunThatFailed() {
        String event = router.writes("polled", chat, "Oi");
        crew.fails(kickoff(event).id(), "boom");
        router.awaitState(event, "polled", "dead");
        assertThat(router.lastAttempt(event, "polled").path("error").asString(""))
                .contains("boom");
        assertThat(router.answers(chat)).isEmpty();
    }

    @Test
    void leavesThePlatformAloneWhereTheTokenIsWrong() {
        String event = router.writes("locked", chat, "Oi");
        eventually()
                .until(() ->
                        router.client().delivery(event, "locked").toString().contains("token"));
        assertThat(router.client().state(event, "locked")).isNotEqualTo("dead");
        assertThat(router.process().console()).contains("event=destination-barred destination=locked");
    }
}
