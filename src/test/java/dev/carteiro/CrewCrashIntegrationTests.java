package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.CrewReply;
import dev.carteiro.fake.CrewServer;
import dev.carteiro.fake.CrewServer.Kickoff;
import dev.carteiro.fake.Fault;
import dev.carteiro.fake.FaultPlan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A router that is killed at each step of a run: whatever it was at, the customer is answered, and once. */
class CrewCrashIntegrationTests {

    private static Kickoff kickoff(CrewServer crew, String text) {
        eventually()
                .until(() -> crew.kickoffs().stream()
                        .anyMatch(one -> one.input("message").equals(text)));
        return crew.kickoffs().stream()
                .filter(one -> one.input("message").equals(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void answersOnceThoughTheRouterIsKilled() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (CrewRouter router = CrewRouter.alone()) {
            CrewServer crew = router.crew();
            String asking = TestEvents.chat();
            crew.answers(body -> CrewReply.json("{\"result\":\"asking\"}").after(over));
            String asked = router.writes("asked", asking, "asking");
            eventually().until(() -> crew.asked().size() == 1);

            List<String> texts = List.of("running", "called", "kicking");
            List<String> chats = texts.stream().map(text -> TestEvents.chat()).toList();
            router.writes("kicked", chats.get(0), "running");
            String called = router.writes("kicked", chats.get(1), "called");
            Kickoff running = kickoff(crew, "running");
            eventually()
                    .until(() -> router.client()
                            .delivery(called, "kicked")
                            .toString()
                            .contains("has begun"));
            crew.faults((method, path, ordinal) -> path.equals("/kickoff") ? Fault.HANG_AFTER : Fault.NONE);
            router.writes("kicked", chats.get(2), "kicking");
            Kickoff kicking = kickoff(crew, "kicking");

            assertThat(crew.calls(kickoff(crew, "called").id(), "called")).isEqualTo(200);
            router.killAndRestart();
            crew.faults(FaultPlan.none());
            over.countDown();
            crew.ends(running.id(), JsonMapper.shared().valueToTree("running")); // its call found nobody
            assertThat(crew.calls(kicking.id(), "kicking")).isEqualTo(200);

            router.awaitAnswer(asking);
            chats.forEach(router::awaitAnswer);
            router.awaitState(asked, "asked", "delivered");
            for (int i = 0; i < texts.size(); i++) {
                assertThat(router.answers(chats.get(i)))
                        .extracting(answer -> answer.at("/data/text").asString(""))
                        .containsExactly(texts.get(i));
            }
            assertThat(router.answers(asking)).hasSize(1);
            assertThat(crew.kickoffs())
                    .extracting(one -> one.input("message"))
                    .containsExactlyInAnyOrderElementsOf(texts);
            assertThat(crew.asked()).as("asked once more, under the same id").hasSize(2);
            assertThat(crew.asked().getFirst()).isEqualTo(crew.asked().getLast());
        }
    }
}
