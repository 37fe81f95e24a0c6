package dev.carteiro;

import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class HistoryIntegrationTests {

    private static final int WRITERS = 8;
    private static final int EACH = 60;

    private final RouterClient client;
    private final String chat = chat();

    HistoryIntegrationTests(SharedRouter router) {
        this.client = router.client();
    }

    private static List<String> ids(JsonNode page) {
        return page.path("events")
                .valueStream()
                .map(event -> event.path("id").asString(""))
                .toList();
    }

    @Test
    void pagesThroughAConversationBothWays() {
        List<String> posted = IntStream.range(0, 7)
                .mapToObj(number -> client.accept(message("nobody", chat, unique())))
                .toList();
        String query = "/api/events?limit=3&conversation=" + chat;
        JsonNode newest = client.get(query);
        assertThat(ids(newest)).isEqualTo(posted.subList(4, 7).reversed());
        assertThat(newest.path("next").asString("")).isEqualTo(posted.get(4));
        JsonNode older = client.get(query + "&before=" + posted.get(4));
        assertThat(ids(older)).isEqualTo(posted.subList(1, 4).reversed());
        JsonNode oldest = client.get(query + "&before=" + posted.get(1));
        assertThat(ids(oldest)).containsExactly(posted.get(0));
        assertThat(oldest.path("next").isNull()).isTrue();
        assertThat(ids(client.get(query + "&after=0"))).isEqualTo(posted.subList(0, 3));
        assertThat(ids(client.get(query + "&after=" + posted.get(5)))).containsExactly(posted.get(6));
    }

    @Test
    void findsTheConversationsOfAPhoneHoweverItsNumberIsWritten() {
        int number = ThreadLocalRandom.current().nextInt(10_000_000);
        String eight = "8%07d".formatted(number);
        String older = client.accept(message("nobody", "5511" + eight + "@s.whatsapp.net", unique()));
        String newer = client.accept(message("nobody", "55119" + eight + "@s.whatsapp.net", unique()));
        String other = client.accept(message("nobody", "5512" + eight + "@s.whatsapp.net", unique()));
        String written = eight.substring(0, 4) + "-" + eight.substring(4);

        for (String phone : List.of("55119" + eight, "%2B55%20(11)%209" + written, "5511" + eight)) {
            assertThat(ids(client.get("/api/events?phone=" + phone))).as(phone).containsExactly(newer, older);
        }
        assertThat(ids(client.get("/api/events?phone=5512" + eight))).containsExactly(other);
        assertThat(ids(client.get("/api/events?limit=1&phone=5511" + eight + "&before=" + newer)))
                .containsExactly(older);
        assertThat(ids(client.get("/api/events?phone=5511" + eight + "&type=message.sent")))
                .isEmpty();
        assertThat(ids(client.get("/api/events?phone=5511" + eight + "&conversation=5511" + eight + "@s.whatsapp.net")))
                .containsExactly(older);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234567", "(11)%20222", "ana", "1234567890123456"})
    void refusesWhatIsNoPhone(String phone) {
        Answer refused = client.admin("GET", "/api/events?phone=" + phone, "");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asString("")).startsWith("phone is a number");
    }

    @Test
    void skipsNothingForAReaderThatFollowsWhileOthersWrite() {
        String start = client.accept(message("nobody", chat, unique()));
        Set<String> written = ConcurrentHashMap.newKeySet();
        AtomicInteger writing = new AtomicInteger(WRITERS);
        List<String> read = new ArrayList<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.execute(() -> {
                    for (int number = 0; number < EACH; number++) {
                        written.add(client.accept(message("following", chat, unique())));
                    }
                    writing.getAndDecrement();
                });
            }
            String position = start;
            boolean last = false;
            while (!last) {
                last = writing.get() == 0; // asked before the page, so that the last page sees everything
                List<String> page = ids(client.get("/api/events?instance=following&limit=50&after=" + position));
                read.addAll(page);
                position = page.isEmpty() ? position : page.getLast();
                last &= page.size() < 50;
            }
        }
        assertThat(written).hasSize(WRITERS * EACH);
        assertThat(read)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
        assertThat(new HashSet<>(read)).isEqualTo(written);
    }

    @Test
    void filtersByTypeSourceAndInstance() {
        String instance = "instance_" + unique();
        String text = client.accept(message(instance, chat, unique()));
        String sent = client.accept(TestEvents.sent(instance, chat, unique()));
        String base = "/api/events?instance=" + instance;
        assertThat(ids(client.get(base))).containsExactly(sent, text);
        assertThat(ids(client.get(base + "&type=message.received"))).containsExactly(text);
        assertThat(ids(client.get(base + "&type=message.*"))).containsExactly(sent, text);
        assertThat(ids(client.get(base + "&source=chatwoot"))).isEmpty();
        assertThat(ids(client.get(base.replace('_', '-')))).isEmpty();
    }

    @Test
    void findsAMessageByAnIdThatIsTooLongForAnIndex() {
        String id = "L".repeat(700) + unique();
        String event = client.accept(message("nobody", chat, id));
        JsonNode found = client.get("/api/messages/" + id);
        assertThat(found.at("/events/0/id").asString("")).isEqualTo(event);
        assertThat(found.at("/events/0/data/messageId").asString("")).isEqualTo(id);
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        assertThat(client.get("/api/events?limit=0").path("detail").asString(""))
                .isEqualTo("limit is 1 to 1000.");
        assertThat(client.get("/api/events?after=x").path("detail").asString(""))
                .contains("after is a number");
        assertThat(client.get("/api/events?chat=x").path("detail").asString("")).contains("no parameter chat");
        assertThat(client.get("/api/events/1").path("status").asInt(0)).isEqualTo(404);
        assertThat(client.get("/api/events/x").path("status").asInt(0)).isEqualTo(404);
        assertThat(client.get("/api/messages/" + unique()).path("status").asInt(0))
                .isEqualTo(404);
    }

    @Test
    void showsHowFarAMessageCameWhateverTheOrderOfItsReceipts() {
        String message = unique();
        client.accept(TestEvents.sent("nobody", chat, message));
        client.accept(TestEvents.receipt("nobody", chat, message, "READ"));
        client.accept(TestEvents.receipt("nobody", chat, message, "DELIVERY_ACK"));
        JsonNode history = client.get("/api/messages/" + message);
        assertThat(history.path("status").asString("")).isEqualTo("read");
        assertThat(history.path("history")
                        .valueStream()
                        .map(step -> step.path("status").asString("") + " "
                                + step.path("effective").asBoolean(false)))
                .containsExactly("sent true", "read true", "delivered false");
        assertThat(history.path("events")).hasSize(3);
    }
}
