package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.fake.CrewReply;
import dev.carteiro.fake.CrewServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand conversations that wait for a slow crew at once, in a router that has 256 MiB for its objects. */
@ExtendWith(CrewRouter.Provider.class)
class CrewManyChaosTests {

    private static final int CONVERSATIONS = 1_000;

    /** For a figure with a crew as slow as they are: 60. Once all have asked, what is proved is proved. */
    private static final long THINKS = Long.getLong("carteiro.crew.seconds", 0);

    private final CrewRouter router;
    private final CrewServer crew;

    CrewManyChaosTests(CrewRouter router) {
        this.router = router;
        this.crew = router.crew();
    }

    @Test
    void waitsForAThousandAnswersAtOnce() {
        CountDownLatch all = new CountDownLatch(CONVERSATIONS);
        CountDownLatch over = new CountDownLatch(1);
        crew.answers(body -> {
            if (body.path("instance").asString("").equals("hasty")) {
                return CrewReply.json("{\"result\":\"ligeira\"}");
            }
            all.countDown();
            return CrewReply.json("{\"result\":\"eco\"}").after(over);
        });
        List<String> chats =
                Stream.generate(TestEvents::chat).limit(CONVERSATIONS).toList();
        chats.forEach(chat -> router.writes("asked", chat, "Oi"));
        await(all);
        long waiting = router.process().peakMemory();
        assertThat(over.getCount()).isOne();
        if (THINKS > 0) {
            eventually()
                    .pollDelay(Duration.ofSeconds(THINKS))
                    .atMost(Duration.ofSeconds(THINKS + 60))
                    .until(() -> true);
        }
        String another = TestEvents.chat();
        router.writes("hasty", another, "E eu?");
        assertThat(router.awaitAnswer(another).at("/data/text").asString(""))
                .as("another crew's answer, meanwhile")
                .isEqualTo("ligeira");
        over.countDown();
        eventually().atMost(Duration.ofMinutes(3)).until(() -> answered(chats) == CONVERSATIONS);
        long peak = router.process().peakMemory();
        System.out.println("crews: " + CONVERSATIONS + " conversations wait at once; the router's peak is "
                + (waiting >> 20) + " MiB while they do and " + (peak >> 20) + " MiB after they were answered");
        assertThat(peak).as("bytes of the router's peak memory").isLessThan(400L << 20);
    }

    private long answered(List<String> chats) {
        return router.answered(chats);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(3, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
