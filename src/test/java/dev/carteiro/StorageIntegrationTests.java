package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class StorageIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;

    StorageIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private JsonNode kept(RouterClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return client.get("/api/events/" + answer.id());
    }

    @Test
    void writesEveryCommitToTheDisk() {
        assertThat(router.query("SHOW fsync")).containsExactly("on");
        assertThat(router.query("SHOW synchronous_commit")).containsExactly("on");
        assertThat(router.query("SHOW full_page_writes")).containsExactly("on");
        JsonNode details = client.get("/actuator/health").at("/components/database/details");
        assertThat(details.path("durable").asBoolean(false)).isTrue();
    }

    @Test
    void keepsWhatHoldsNulCharacters() {
        String id = unique();
        String body = message("raw", chat(), id).replace("Oi, tudo", "Oi\\u0000, tudo");
        JsonNode event = kept(client.post("/webhook/evolution", body));
        assertThat(event.at("/event/data/content/text").asString("")).startsWith("Oi, tudo");
        String inTheKey = message("ra\\u0000w", "55\\u000011@s.whatsapp.net", id + "\\u0000");
        assertThat(kept(client.post("/webhook/evolution", inTheKey))
                        .at("/event/type")
                        .asString(""))
                .isEqualTo("message.received");
    }

    @Test
    void keepsWhatHasAKeyOfTenThousandCharacters() {
        String id = unique() + "k".repeat(10_000);
        RouterClient.Answer first = client.post("/webhook/evolution", message("raw", chat(), id));
        assertThat(kept(first).at("/event/data/messageId").asString("")).isEqualTo(id);
        String key = id.substring(0, 5_000); // a header may not be longer than 8 KiB
        RouterClient.Answer keyed = client.post("/webhook/generic", "{}", "Idempotency-Key", key);
        assertThat(keyed.json().path("status").asString("")).isEqualTo("accepted");
        assertThat(client.post("/webhook/generic", "{}", "Idempotency-Key", key).id())
                .isEqualTo(keyed.id());
    }

    @Test
    void keepsWhatClaimsToComeFromTheYear300000() {
        String body = message("raw", chat(), unique()).replace("1765375387", "9404000000000");
        JsonNode event = kept(client.post("/webhook/evolution", body)).path("event");
        assertThat(event.path("time").asString("")).startsWith("20");
    }

    @Test
    void failsNobodyForSomebodyElsesRow() {
        // A trigger stands for whatever a future version of PostgreSQL may refuse.
        router.update("CREATE OR REPLACE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION SQLSTATE ''22000'' USING MESSAGE = ''poison''; END'");
        router.update("CREATE OR REPLACE TRIGGER poison BEFORE INSERT ON seen FOR EACH ROW"
                + " WHEN (NEW.key LIKE '%POISON%') EXECUTE FUNCTION refuse_poison()");
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
            List.of("", "", "POISON", "", "", "POISON", "", "")
                    .forEach(mark -> senders.execute(() -> {
                        RouterClient.Answer answer =
                                client.post("/webhook/evolution", message("raw", chat(), unique() + mark));
                        answers.add(mark + answer.status());
                    }));
            eventually().until(() -> answers.size() == 8);
            assertThat(answers)
                    .containsExactlyInAnyOrder("200", "200", "POISON500", "200", "200", "POISON500", "200", "200");
        } finally {
            router.update("DROP TRIGGER poison ON seen");
        }
    }

    @Test
    void hasPartitionsForTheComingDays() {
        assertThat(router.query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'event'::regclass"))
                .first()
                .satisfies(count -> assertThat(Integer.parseInt(count)).isGreaterThanOrEqualTo(5));
        assertThat(router.query("SELECT count(*) FROM event_default")).containsExactly("0");
        assertThat(router.query("SELECT count(*) FROM attempt_default")).containsExactly("0");
    }
}
