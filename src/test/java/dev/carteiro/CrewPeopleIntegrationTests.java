package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.CrewReply;
import dev.carteiro.fake.CrewServer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** People come first: an agent yields to them at each moment. */
@ExtendWith(CrewRouter.Provider.class)
class CrewPeopleIntegrationTests {

    private final CrewRouter router;
    private final CrewServer crew;
    private final ChatwootBodies conversation = new ChatwootBodies();

    CrewPeopleIntegrationTests(CrewRouter router) {
        this.router = router;
        this.crew = router.crew();
    }

    @BeforeEach
    void usual() {
        crew.answers(body -> CrewReply.json("{\"result\":\"eco\"}"));
    }

    /** What became of a customer's message, in the delivery's last attempt. */
    private String asked(String instance) {
        String event = router.tells(instance, conversation.customerWrites("Oi"));
        router.awaitState(event, instance, "delivered");
        return router.lastAttempt(event, instance).path("response").asString("");
    }

    @Test
    void answersWhileTheConversationIsPending() {
        assertThat(asked("asked")).isEqualTo("eco");
        assertThat(router.awaitAnswer(conversation.name())
                        .at("/data/turn/statuses/0")
                        .asString(""))
                .isEqualTo("pending");
        assertThat(asked("asked")).isEqualTo("eco");
    }

    @Test
    void isSilentWhereThePeopleHaveIt() {
        conversation.is("open");
        assertThat(asked("asked")).isEqualTo("not asked: the conversation is open");
        assertThat(asked("open")).isEqualTo("eco");
        conversation.assignedTo("user");
        assertThat(asked("open")).isEqualTo("not asked: the conversation is assigned to a person");
        conversation.is("pending").assignedTo("agent_bot");
        assertThat(asked("asked")).isEqualTo("eco");
    }

    @Test
    void isSilentAfterAPersonHasWrittenUntilItIsGivenBack() {
        router.tells("asked", conversation.agentWrites("Deixa comigo"));
        router.tells("asked", conversation.labelled());
        assertThat(asked("asked")).isEqualTo("not asked: a person has written");
        router.tells("asked", conversation.statusChanged());
        assertThat(asked("asked")).isEqualTo("eco");
        router.tells("asked", conversation.botWrites("Eu sou o robô"));
        router.tells("asked", conversation.agentNotes("só para nós"));
        assertThat(asked("asked")).isEqualTo("eco");
    }

    @Test
    void seesATakeoverInAChatwootThatDoesNotTellTheAccount() {
        conversation.ofAnOldChatwoot();
        assertThat(takenOver(
                        "asked",
                        () -> router.tells("asked", conversation.is("open").statusChanged())))
                .isEqualTo("answered too late: the conversation is open");
        router.tells("asked", conversation.agentWrites("Deixa comigo"));
        assertThat(asked("open")).isEqualTo("not asked: a person has written");
        router.tells("asked", conversation.is("pending").statusChanged());
        crew.answers(body -> CrewReply.json("{\"result\":\"eco\"}"));
        assertThat(asked("asked")).isEqualTo("eco");
    }

    @Test
    void isSilentAfterSomebodyHasTypedOnThePhone() {
        String chat = TestEvents.chat();
        String instance = "asked";
        router.client()
                .accept(TestEvents.message(instance, chat, TestEvents.unique())
                        .replace("\"fromMe\": false", "\"fromMe\": true")
                        .replace("1765375387", Long.toString(System.currentTimeMillis() / 1000)));
        String event = router.writes(instance, chat, "Oi");
        router.awaitState(event, instance, "delivered");
        assertThat(router.lastAttempt(event, instance).path("response").asString(""))
                .isEqualTo("not asked: a person has written");
        String other = TestEvents.chat();
        router.client()
                .accept(TestEvents.sent(instance, other, TestEvents.unique())
                        .replace("1765375387", Long.toString(System.currentTimeMillis() / 1000)));
        String asked = router.writes(instance, other, "Oi");
        router.awaitState(asked, instance, "delivered");
        assertThat(router.lastAttempt(asked, instance).path("response").asString(""))
                .isEqualTo("eco");
    }

    /** What happens in Chatwoot while the crew works; what became of its answer. */
    private String takenOver(String instance, Runnable meanwhile) {
        CountDownLatch over = new CountDownLatch(1);
        int before = crew.asked().size();
        crew.answers(body ->
                CrewReply.json("{\"result\":\"tarde demais\",\"handoff\":true}").after(over));
        String event = router.tells(instance, conversation.customerWrites("Oi"));
        eventually().until(() -> crew.asked().size() > before);
        meanwhile.run();
        over.countDown();
        router.awaitState(event, instance, "delivered");
        return router.lastAttempt(event, instance).path("response").asString("");
    }

    @Test
    void dropsAnAnswerThatAPersonWasFasterThan() {
        assertThat(takenOver("asked", () -> router.tells("asked", conversation.agentWrites("Olá, sou a Bia"))))
                .isEqualTo("answered too late: a person has written");
        assertThat(router.answers(conversation.name())).isEmpty();
    }

    @Test
    void dropsAnAnswerWhereTheConversationWasTakenMeanwhile() {
        assertThat(takenOver(
                        "asked",
                        () -> router.tells("asked", conversation.is("open").statusChanged())))
                .isEqualTo("answered too late: the conversation is open");
        assertThat(takenOverByAssignment()).isEqualTo("answered too late: the conversation is assigned to a person");
        assertThat(router.answers(conversation.name())).isEmpty();
    }

    private String takenOverByAssignment() {
        router.tells("asked", conversation.is("pending").statusChanged());
        return takenOver(
                "asked",
                () -> router.tells("asked", conversation.assignedTo("user").labelled()));
    }

    @Test
    void keepsALateAnswerAsANoteWhereThatIsWanted() {
        assertThat(takenOver("noting", () -> router.tells("noting", conversation.agentWrites("Olá"))))
                .isEqualTo("answered too late, and kept as a note: a person has written");
        JsonNode note = router.awaitAnswer(conversation.name());
        assertThat(note.at("/data/private").asBoolean(false)).isTrue();
        assertThat(note.at("/data/text").asString("")).isEqualTo("tarde demais");
        assertThat(note.at("/data/handoff").asBoolean(true)).isFalse();
    }

    @Test
    void doesNotTalkWithAnotherBotForEver() {
        for (int i = 0; i < 3; i++) {
            assertThat(asked("noting")).isEqualTo("eco");
        }
        assertThat(asked("noting")).contains("not asked: it has answered 3 times within a minute");
        assertThat(router.process().console()).contains("event=crew-not-asked");
        assertThat(Metrics.of(router.client())
                        .values()
                        .get("carteiro_crew_runs_seconds_count{destination=\"noting\",end=\"capped\"}"))
                .isPositive();
    }
}
