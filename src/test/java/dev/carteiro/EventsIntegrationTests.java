package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.connection;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.qrcode;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.RouterClient.Answer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /events} and its tokens, as a page uses them. */
@ExtendWith(SharedRouter.Provider.class)
class EventsIntegrationTests {

    private final SharedRouter router;
    private final RouterClient client;

    EventsIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private String token(String instances, String types) {
        Answer answer = client.admin(
                "POST",
                "/api/subscriptions",
                "{\"instances\": [" + instances + "], \"types\": [" + types + "], \"ttl\": \"1m\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("token").asString("");
    }

    /** A connection that follows by now: it has been told where it is. */
    private static Browser following(Browser browser) {
        eventually().until(() -> !browser.lastEventId().isEmpty());
        return browser;
    }

    private List<String> accepted(String instance, String chat, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> client.accept(message(instance, chat, unique())))
                .toList();
    }

    @Test
    void tellsAnEventInItsCanonicalFormAsSoonAsItIsAccepted() {
        String chat = chat();
        try (Browser browser = following(Browser.open(client, "/events?conversation=" + chat))) {
            String id = client.accept(message("Ravenna", chat, unique()));

            eventually().until(() -> !browser.blocks().isEmpty());
            Browser.Block block = browser.blocks().getFirst();
            assertThat(block.id()).isEqualTo(id);
            assertThat(block.event()).isEqualTo("message");
            assertThat(block.json()).isEqualTo(client.get("/api/events/" + id).path("event"));
            assertThat(browser.status()).isEqualTo(200);
            assertThat(browser.header("content-type")).startsWith("text/event-stream");
            assertThat(browser.header("cache-control")).contains("no-store");
            assertThat(browser.retry()).isEqualTo(1_000);
        }
    }

    @Test
    void goesOnFromWhereAnotherConnectionWas() {
        String chat = chat();
        String path = "/events?conversation=" + chat;
        List<String> first = accepted("Ravenna", chat, 3);
        String admin = "Bearer " + RouterClient.ADMIN;
        try (Browser one = Browser.open(client, path + "&after=" + first.getFirst())) {
            eventually().until(() -> one.positions().size() == 2);
            assertThat(one.positions()).isEqualTo(first.subList(1, 3));
        }
        List<String> more = accepted("Ravenna", chat, 120);
        try (Browser two =
                Browser.open(client, path + "&after=" + first.getFirst(), first.getLast(), "Authorization", admin)) {
            eventually().until(() -> two.positions().size() == 120);
            List<String> live = accepted("Ravenna", chat, 5);
            eventually().until(() -> two.positions().size() == 125);
            assertThat(two.positions().subList(0, 120))
                    .as("the header, not the address, says how far it has come")
                    .isEqualTo(more);
            assertThat(two.positions().subList(120, 125)).isEqualTo(live);
        }
    }

    @Test
    void tellsWhereItIsToWhoHasSeenNothingYet() {
        String chat = chat();
        String path = "/events?conversation=" + chat;
        String place;
        try (Browser browser = following(Browser.open(client, path))) {
            place = browser.lastEventId();
            assertThat(browser.began()).isEqualTo("{\"position\":\"" + place + "\"}");
        }
        List<String> missed = accepted("Ravenna", chat, 2);
        try (Browser browser = Browser.open(client, path, place, "Authorization", "Bearer " + RouterClient.ADMIN)) {
            eventually().until(() -> browser.positions().equals(missed));
        }
    }

    @Test
    void showsOnlyWhatATokenIsGoodFor() {
        String chat = chat();
        String token = token("\"Ravenna\"", "\"message.*\", \"connection.changed\"");
        try (Browser browser = following(Browser.open(client, "/events?token=" + token, null))) {
            client.accept(message("Vendas", chat, unique()));
            client.accept(qrcode("Ravenna", unique()));
            String mine = client.accept(message("Ravenna", chat, unique()));
            eventually().until(() -> !browser.blocks().isEmpty());
            assertThat(browser.positions()).containsExactly(mine);
        }
        try (Browser narrower = following(
                Browser.open(client, "/events?type=message.received", null, "Authorization", "Bearer " + token))) {
            String received = client.accept(message("Ravenna", chat, unique()));
            eventually().until(() -> !narrower.blocks().isEmpty());
            assertThat(narrower.positions()).containsExactly(received);
        }
        try (Browser withCookie =
                following(Browser.open(client, "/events", null, "Cookie", "carteiro-subscription=" + token))) {
            assertThat(withCookie.status()).isEqualTo(200);
        }
    }

    @Test
    void endsWithATokensTime() {
        String token = client.admin(
                        "POST", "/api/subscriptions", "{\"instances\": [\"*\"], \"types\": [\"*\"], \"ttl\": \"2s\"}")
                .json()
                .path("token")
                .asString("");
        try (Browser browser = following(Browser.open(client, "/events?token=" + token, null))) {
            eventually().until(browser::hasEnded);
            assertThat(browser.blocks())
                    .last()
                    .satisfies(last -> assertThat(last.event()).isEqualTo("expired"));
        }
        assertThat(client.send("GET", "/events?token=" + token).text()).contains("time is over");
    }

    @ParameterizedTest
    @CsvSource({
        "instance=Vendas, 403, 'good for the instances [Ravenna], not for [Vendas]'",
        "'instance=Ravenna,Vendas', 403, 'not for [Ravenna, Vendas]'",
        "type=*, 403, 'good for the types [message.*], not for [*]'",
        "type=qrcode.updated, 403, not for [qrcode.updated]",
        "after=x, 400, after is a position",
        "after=-1, 400, after is a position",
        "after=99999999999999999999, 400, after is a position",
        "instanse=Ravenna, 400, There is no parameter instanse",
        "snapshot=all, 400, there is snapshot=instances",
    })
    void refusesWhatIsNotAsItShouldBe(String query, int status, String reason) {
        Answer answer = client.send("GET", "/events?" + query + "&token=" + token("\"Ravenna\"", "\"message.*\""));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asString("")).contains(reason);
    }

    @Test
    void tellsOfAGapWhereThePositionIsNotOfThisLog() {
        String ahead = Long.toString(Long.MAX_VALUE);
        try (Browser browser = Browser.open(client, "/events?after=" + ahead)) {
            eventually().until(() -> !browser.blocks().isEmpty());
            Browser.Block gap = browser.blocks().getFirst();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.json().path("reason").asString("")).isEqualTo("ahead");
            assertThat(gap.json().path("after").asString("")).isEqualTo(ahead);
            assertThat(gap.id()).isEqualTo(gap.json().path("from").asString("")).isNotEqualTo(ahead);
            String next = client.accept(message("Ravenna", chat(), unique()));
            eventually().until(() -> browser.positions().contains(next));
        }
    }

    @Test
    void tellsOfAGapWhereThePositionHasLeftRetention() {
        String kept = client.accept(message("Ravenna", chat(), unique()));
        router.update("UPDATE event_begin SET position = " + kept);
        try (Browser browser = Browser.open(client, "/events?after=7")) {
            eventually().until(() -> browser.positions().contains(kept));
            Browser.Block gap = browser.blocks().getFirst();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.json().path("reason").asString("")).isEqualTo("retention");
            assertThat(browser.positions()).as("what is left").startsWith(kept);
        } finally {
            router.update("UPDATE event_begin SET position = 0");
        }
    }

    @Test
    void showsHowTheInstancesStandFirst() {
        String instance = unique();
        client.accept(connection(instance, "connecting"));
        client.accept(qrcode(instance, "2@code-of-" + instance));
        eventually()
                .until(() -> client.get("/api/instances/" + instance)
                        .path("qrAvailable")
                        .asBoolean(false));
        String token = token("\"" + instance + "\"", "\"*\"");
        try (Browser browser = Browser.open(client, "/events?snapshot=instances&token=" + token, null)) {
            eventually().until(() -> !browser.blocks().isEmpty());
            Browser.Block snapshot = browser.blocks().getFirst();
            assertThat(snapshot.event()).isEqualTo("snapshot");
            JsonNode shown = snapshot.json().path("instances");
            assertThat(shown).hasSize(1);
            assertThat(shown.at("/0/name").asString("")).isEqualTo(instance);
            assertThat(shown.at("/0/state").asString("")).isEqualTo("connecting");
            assertThat(shown.at("/0/qr/image").asString("")).startsWith("data:image/png;base64,");
        }
        String blind = token("\"" + instance + "\"", "\"connection.changed\"");
        try (Browser browser = Browser.open(client, "/events?snapshot=instances&token=" + blind, null)) {
            eventually().until(() -> !browser.blocks().isEmpty());
            assertThat(browser.blocks().getFirst().json().at("/instances/0/qr").isNull())
                    .as("who may not see codes")
                    .isTrue();
        }
    }
}
