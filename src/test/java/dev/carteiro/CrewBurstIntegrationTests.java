package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.CrewReply;
import dev.carteiro.fake.CrewServer;
import dev.carteiro.fake.CrewServer.Kickoff;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People write in many short messages, and want one answer. */
@ExtendWith(CrewRouter.Provider.class)
class CrewBurstIntegrationTests {

    private static final List<String> TEXTS = List.of("Oi", "tudo bem?", "queria saber", "do meu pedido", "4711");

    private final CrewRouter router;
    private final CrewServer crew;
    private final String chat = TestEvents.chat();

    CrewBurstIntegrationTests(CrewRouter router) {
        this.router = router;
        this.crew = router.crew();
    }

    @BeforeEach
    void usual() {
        crew.answers(body -> CrewReply.json("{\"result\":\"Sai hoje\"}"));
    }

    private List<String> asked(String conversation) {
        return crew.asked().stream()
                .filter(body -> body.path("conversation").asString("").equals(conversation))
                .map(body -> body.path("message").asString(""))
                .toList();
    }

    @Test
    void asksOnceWithAllOfThemInOrder() {
        List<String> events = TEXTS.stream()
                .map(text -> router.writes("gathering", chat, text))
                .toList();
        assertThat(router.awaitAnswer(chat).at("/data/turn/after").asString("")).isEqualTo(events.getLast());
        events.forEach(event -> router.awaitState(event, "gathering", "delivered"));
        assertThat(asked(chat)).containsExactly(String.join("\n", TEXTS));
        assertThat(router.answers(chat)).hasSize(1);
    }

    @Test
    void kicksOffOnceWithAllOfThemAndTakesWhatComesLaterForAnotherQuestion() throws IOException {
        TEXTS.forEach(text -> router.writes("batch", chat, text));
        String all = String.join("\n", TEXTS);
        Kickoff first = kickoff(all);
        router.writes("batch", chat, "e o frete?");
        crew.calls(first.id(), "Sai hoje");
        Kickoff second = kickoff("e o frete?");
        assertThat(second.input("history")).contains("4711");
        crew.calls(second.id(), "Grátis");
        eventually().until(() -> router.answers(chat).size() == 2);
        assertThat(router.answers(chat))
                .extracting(answer -> answer.at("/data/text").asString(""))
                .containsExactly("Sai hoje", "Grátis");
        assertThat(kickoffs(all)).hasSize(1);
    }

    private Kickoff kickoff(String message) {
        eventually().until(() -> kickoffs(message).size() == 1);
        return kickoffs(message).getFirst();
    }

    private List<Kickoff> kickoffs(String message) {
        return crew.kickoffs().stream()
                .filter(one -> one.input("message").equals(message)
                        && one.input("conversation").endsWith(chat))
                .toList();
    }

    @Test
    void dropsABurstThatAPersonWasFasterThan() {
        ChatwootBodies conversation = new ChatwootBodies();
        List<String> events = TEXTS.stream()
                .map(text -> router.tells("gathering", conversation.customerWrites(text)))
                .toList();
        router.tells("gathering", conversation.agentWrites("Oi, aqui é a Bia"));
        events.forEach(event -> router.awaitState(event, "gathering", "delivered"));
        assertThat(router.lastAttempt(events.getFirst(), "gathering")
                        .path("response")
                        .asString(""))
                .isEqualTo("not asked: a person has written");
        assertThat(asked(conversation.name())).isEmpty();
        assertThat(router.answers(conversation.name())).isEmpty();
    }
}
