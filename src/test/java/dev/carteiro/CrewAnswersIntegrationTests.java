package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.CrewReply;
import dev.carteiro.fake.CrewServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Crews behind an endpoint of somebody's own: an event goes there, and the answer comes back into the conversation. */
@ExtendWith(CrewRouter.Provider.class)
class CrewAnswersIntegrationTests {

    private final CrewRouter router;
    private final CrewServer crew;
    private final String chat = TestEvents.chat();

    CrewAnswersIntegrationTests(CrewRouter router) {
        this.router = router;
        this.crew = router.crew();
    }

    @BeforeEach
    void usual() {
        crew.answers(body -> CrewReply.json("{\"result\":\"eco\"}"));
    }

    private long askedOf(String conversation) {
        return crew.asked().stream()
                .filter(body -> body.path("conversation").asString("").equals(conversation))
                .count();
    }

    @Test
    void makesTheAnswerAnEventOfTheConversation() {
        crew.answers(body -> CrewReply.json("{\"result\":{\"raw\":\"Você disse: "
                + body.at("/data/content/text").asString("") + "\"},\"handoff\":true,\"labels\":[\"troca\"]}"));
        String event = router.writes("asked", chat, "Onde está meu pedido?");
        JsonNode answer = router.awaitAnswer(chat);
        assertThat(answer.path("type").asString("")).isEqualTo("reply.proposed");
        assertThat(answer.path("source").asString("")).isEqualTo("asked");
        assertThat(answer.path("instance").asString("")).isEqualTo("asked");
        assertThat(answer.at("/data/text").asString("")).isEqualTo("Você disse: Onde está meu pedido?");
        assertThat(answer.at("/data/handoff").asBoolean(false)).isTrue();
        assertThat(answer.at("/data/labels/0").asString("")).isEqualTo("troca");
        assertThat(answer.at("/data/turn/after").asString("")).isEqualTo(event);
        router.awaitState(event, "asked", "delivered");
        assertThat(router.lastAttempt(event, "asked").path("response").asString(""))
                .isEqualTo("handoff: Você disse: Onde está meu pedido?");
        assertThat(Metrics.of(router.client())
                        .values()
                        .get("carteiro_crew_runs_seconds_count{destination=\"asked\",end=\"handoff\"}"))
                .isPositive();
    }

    /** Somebody wants another answer, and gets it. */
    @Test
    void answersOnceMoreWhereAQuestionIsReplayed() {
        crew.answers(body -> CrewReply.json("{\"result\":\"primeira\"}"));
        String event = router.writes("asked", chat, "Oi");
        router.awaitState(event, "asked", "delivered");
        crew.answers(body -> CrewReply.json("{\"result\":\"segunda\"}"));
        assertThat(router.client()
                        .admin(
                                "POST",
                                "/api/deliveries/replay",
                                "{\"destination\":\"asked\",\"state\":\"delivered\",\"conversation\":\"" + chat
                                        + "\",\"confirm\":10}")
                        .status())
                .isEqualTo(202);
        eventually().until(() -> router.answers(chat).size() == 2);
        assertThat(router.answers(chat))
                .extracting(answer -> answer.at("/data/text").asString(""))
                .containsExactly("primeira", "segunda");
    }

    @Test
    void saysNothingWhereTheCrewSaysNothing() {
        crew.answers(body -> CrewReply.text(204, "text/plain", ""));
        String event = router.writes("asked", chat, "Oi");
        router.awaitState(event, "asked", "delivered");
        assertThat(router.answers(chat)).isEmpty();
    }

    @Test
    void postsNoPageOfErrorsAndNoFailure() {
        crew.answers(body -> CrewReply.text(200, "text/html", "<!DOCTYPE html><html><body>Login</body></html>"));
        String page = router.writes("asked", chat, "Oi");
        router.awaitState(page, "asked", "dead");
        assertThat(router.lastAttempt(page, "asked").path("error").asString("")).contains("page for browsers");
        crew.answers(body -> CrewReply.json("{\"status\":\"error\",\"message\":\"no credit\"}"));
        String failed = router.writes("asked", chat, "Oi");
        router.awaitState(failed, "asked", "dead");
        assertThat(router.lastAttempt(failed, "asked").path("error").asString(""))
                .contains("no credit");
        assertThat(router.answers(chat)).isEmpty();
    }

    @Test
    void cutsAnAnswerThatNobodyCouldPost() {
        crew.answers(body -> CrewReply.json("{\"result\":\"" + "á".repeat(200_000) + "\"}"));
        router.writes("asked", chat, "Conte tudo");
        String text = router.awaitAnswer(chat).at("/data/text").asString("");
        assertThat(text).hasSize(150_000).endsWith("á…");
    }

    @Test
    void refusesAnAnswerThatIsTooLongToBeRead() {
        crew.answers(body -> CrewReply.json("{\"result\":\"" + "a".repeat(2 << 20) + "\"}"));
        String event = router.writes("asked", chat, "Conte tudo");
        router.awaitState(event, "asked", "dead");
        assertThat(router.lastAttempt(event, "asked").path("error").asString(""))
                .contains("more than 1024 KiB");
    }

    /** It may be at work still, and what it does costs money. */
    @Test
    void asksOnceWhereNoAnswerComesInTime() {
        CountDownLatch over = new CountDownLatch(1);
        crew.answers(body -> CrewReply.json("{\"result\":\"tarde\"}").after(over));
        String event = router.writes("hasty", chat, "Oi");
        router.awaitState(event, "hasty", "dead");
        over.countDown();
        assertThat(router.lastAttempt(event, "hasty").path("error").asString(""))
                .contains("no answer within 1 s", "not asked once more");
        assertThat(askedOf(chat)).isOne();
        assertThat(router.answers(chat)).isEmpty();
    }

    @Test
    void triesAgainOnlyWhereTheCrewHasSurelyNotBegun() {
        AtomicInteger count = new AtomicInteger();
        crew.answers(body -> count.incrementAndGet() < 3
                ? CrewReply.text(503, "application/json", "{\"detail\":\"starting\"}")
                : CrewReply.json("{\"result\":\"agora\"}"));
        String event = router.writes("asked", chat, "Oi");
        assertThat(router.awaitAnswer(chat).at("/data/text").asString("")).isEqualTo("agora");
        router.awaitState(event, "asked", "delivered");
        assertThat(count).hasValue(3);

        crew.answers(body -> CrewReply.text(500, "application/json", "{\"detail\":\"boom\"}"));
        String failed = router.writes("asked", chat, "E agora?");
        router.awaitState(failed, "asked", "dead");
        assertThat(router.lastAttempt(failed, "asked").path("status").asInt(0)).isEqualTo(500);
        assertThat(router.client().delivery(failed, "asked").path("attempts")).hasSize(1);

        String away = router.writes("nowhere", chat, "Alguém?");
        eventually()
                .until(() -> router.client()
                                .delivery(away, "nowhere")
                                .path("attempts")
                                .size()
                        >= 2);
    }

    @Test
    void asksAfterAJob() {
        String id = "job-" + TestEvents.unique();
        crew.answers(body -> CrewReply.json("{\"job_id\":\"" + id + "\",\"status\":\"queued\"}"));
        String event = router.writes("jobs", chat, "Oi");
        eventually()
                .until(() -> crew.calls().stream().anyMatch(call -> call.path().endsWith("/status/" + id)));
        assertThat(router.lastAttempt(event, "jobs").path("outcome").asString(""))
                .isEqualTo("underway");
        assertThat(router.lastAttempt(event, "jobs").path("error").asString("")).contains(id);
        crew.job(id, "Pronto");
        assertThat(router.awaitAnswer(chat).at("/data/text").asString("")).isEqualTo("Pronto");
        router.awaitState(event, "jobs", "delivered");
        assertThat(askedOf(chat)).isZero(); // raw, as it came
        assertThat(router.answers(chat)).hasSize(1);
    }

    @Test
    void keepsTheOrderOfAConversation() {
        crew.answers(body ->
                CrewReply.json("{\"result\":\"" + body.at("/data/content/text").asString("") + "\"}"));
        List<String> texts = List.of("um", "dois", "três", "quatro");
        texts.forEach(text -> router.writes("asked", chat, text));
        eventually().until(() -> router.answers(chat).size() == 4);
        assertThat(router.answers(chat))
                .extracting(answer -> answer.at("/data/text").asString(""))
                .containsExactlyElementsOf(texts);
    }
}
