package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.CrewServer;
import dev.carteiro.fake.CrewServer.Kickoff;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.FaultPlan;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Crews that ask a person in the middle of a run. */
@ExtendWith(CrewRouter.Provider.class)
class CrewQuestionsIntegrationTests {

    private final CrewRouter router;
    private final CrewServer crew;
    private final String chat = TestEvents.chat();

    CrewQuestionsIntegrationTests(CrewRouter router) {
        this.router = router;
        this.crew = router.crew();
    }

    private List<Kickoff> kickoffs(String event) {
        return crew.kickoffs().stream()
                .filter(kickoff ->
                        kickoff.body().at("/meta/delivery").asString("").startsWith(event + "."))
                .toList();
    }

    private Kickoff kickoff(String event, String destination) {
        eventually()
                .until(() ->
                        router.client().delivery(event, destination).toString().contains("has begun"));
        return kickoffs(event).getLast();
    }

    @Test
    void asksTheCustomerWhatTheCrewAsks() throws IOException {
        String event = router.writes("curious", chat, "Quero trocar");
        Kickoff kickoff = kickoff(event, "curious");
        assertThat(crew.asks(kickoff.id(), "number", "Qual é o número do pedido?"))
                .isEqualTo(200);
        JsonNode question = router.awaitAnswer(chat);
        assertThat(question.at("/data/text").asString("")).isEqualTo("Qual é o número do pedido?");
        assertThat(question.at("/data/private").asBoolean(false)).isFalse();
        String next = router.writes("curious", chat, "É o 4711");
        eventually().until(() -> !resumes(kickoff).isEmpty());
        JsonNode resume = resumes(kickoff).getFirst();
        assertThat(resume.path("human_feedback").asString("")).isEqualTo("É o 4711");
        assertThat(resume.path("task_id").asString("")).isEqualTo("number");
        assertThat(resume.path("is_approve").asBoolean(false)).isTrue();
        assertThat(resume.path("crewWebhookUrl").asString("")).isEqualTo(kickoff.webhook());
        crew.calls(kickoff.id(), "Troca feita.");
        eventually().until(() -> router.answers(chat).size() == 2);
        assertThat(router.answers(chat).getLast().at("/data/text").asString("")).isEqualTo("Troca feita.");
        router.awaitState(next, "curious", "delivered");
        assertThat(kickoffs(next))
                .as("its message was the answer, and no question")
                .isEmpty();
    }

    @Test
    void hearsACrewThatCallsBeforeItHasAnsweredItsResumption() throws IOException {
        String event = router.writes("curious", chat, "Quero trocar");
        Kickoff kickoff = kickoff(event, "curious");
        crew.asks(kickoff.id(), "number", "Qual é o número do pedido?");
        router.awaitAnswer(chat);
        String next;
        try {
            crew.faults((method, path, ordinal) -> path.endsWith("/resume") ? Fault.slow(1_000) : Fault.NONE);
            next = router.writes("curious", chat, "É o 4711");
            eventually().until(() -> !resumes(kickoff).isEmpty());
            assertThat(crew.calls(kickoff.id(), "Troca feita.")).isEqualTo(200);
            router.awaitState(next, "curious", "delivered");
        } finally {
            crew.faults(FaultPlan.none());
        }
        assertThat(router.answers(chat).getLast().at("/data/text").asString("")).isEqualTo("Troca feita.");
        assertThat(kickoffs(next))
                .as("its message was the answer, and no question")
                .isEmpty();
    }

    @Test
    void asksThePeopleOfTheTeamByANote() throws IOException {
        ChatwootBodies conversation = new ChatwootBodies();
        String event = router.tells("kicked", conversation.customerWrites("Quero meu dinheiro"));
        Kickoff kickoff = kickoff(event, "kicked");
        crew.asks(kickoff.id(), "approve", "Devolver R$ 120?");
        JsonNode note = router.awaitAnswer(conversation.name());
        assertThat(note.at("/data/private").asBoolean(false)).isTrue();
        assertThat(note.at("/data/text").asString("")).isEqualTo("Devolver R$ 120?");
        router.tells("kicked", conversation.agentNotes("Só R$ 100"));
        eventually().until(() -> !resumes(kickoff).isEmpty());
        assertThat(resumes(kickoff).getFirst().path("is_approve").asBoolean(true))
                .isFalse();
        assertThat(resumes(kickoff).getFirst().path("human_feedback").asString(""))
                .isEqualTo("Só R$ 100");
        crew.asks(kickoff.id(), "approve", "Devolver R$ 120?"); // a call may come twice
        crew.asks(kickoff.id(), "approve", "Devolver R$ 100?");
        eventually().until(() -> router.answers(conversation.name()).size() == 2);
        router.tells("kicked", conversation.agentNotes("Sim"));
        eventually().until(() -> resumes(kickoff).size() == 2);
        assertThat(resumes(kickoff).getLast().path("is_approve").asBoolean(false))
                .isTrue();
        crew.calls(kickoff.id(), "Devolvemos R$ 100.");
        router.awaitState(event, "kicked", "delivered");
        eventually().until(() -> router.answers(conversation.name()).size() == 3);
        assertThat(router.answers(conversation.name())
                        .getLast()
                        .at("/data/private")
                        .asBoolean(false))
                .isFalse();
    }

    private List<JsonNode> resumes(Kickoff kickoff) {
        return crew.resumes().stream()
                .filter(resume -> resume.path("execution_id").asString("").equals(kickoff.id()))
                .toList();
    }

    /** Whoever takes the conversation does not want the crew to go on asking. */
    @Test
    void asksNoMoreWhereAPersonHasTakenOver() throws IOException {
        ChatwootBodies conversation = new ChatwootBodies();
        String event = router.tells("curious", conversation.customerWrites("Quero trocar"));
        Kickoff kickoff = kickoff(event, "curious");
        router.tells("curious", conversation.agentWrites("Oi, é a Bia"));
        crew.asks(kickoff.id(), "number", "Qual é o número do pedido?");
        router.awaitState(event, "curious", "delivered");
        assertThat(router.lastAttempt(event, "curious").path("response").asString(""))
                .isEqualTo("asked too late: a person has written");
        assertThat(router.answers(conversation.name())).isEmpty();
    }
}
