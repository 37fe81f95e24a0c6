package dev.carteiro.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import dev.carteiro.event.Event;
import dev.carteiro.event.Status;
import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.ingest.TestDoor;
import dev.carteiro.listener.Backfill.IncompleteException;
import dev.carteiro.listener.Backfill.Span;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class BackfillTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
    private static final Span SPAN = new Span(SINCE, SINCE.plusSeconds(600));

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final TestDoor door = new TestDoor();
    private final Backfill backfill = new Backfill(
            "evolution",
            new EvolutionApi(HttpClient.newConnection(), URI.create(peer.url()), "key"),
            door.door(),
            Clock.systemUTC());

    @AfterEach
    void close() {
        peer.close();
    }

    /** A message of so many seconds after the beginning. */
    private static String message(String id, long seconds) {
        return message(id, Long.toString(SINCE.getEpochSecond() + seconds), "");
    }

    private static String message(String id, String timestamp, String more) {
        return """
                {"key":{"id":"%s","remoteJid":"5511988887777@s.whatsapp.net","fromMe":true},"messageType":"conversation",
                 "message":{"conversation":"Oi"},"messageTimestamp":%s%s}""".formatted(id, timestamp, more);
    }

    private static String messages(int total, String... messages) {
        return "{\"messages\":{\"total\":%d,\"records\":[%s]}}".formatted(total, String.join(",", messages));
    }

    private ScriptedPeer.Script page(int number) {
        return peer.when(request -> request.text().contains("\"page\":" + number + ","));
    }

    private ScriptedPeer.Script instance(String name) {
        return peer.when(request -> request.path().endsWith("/" + name));
    }

    private void verify(int fresh, String... instances) {
        StepVerifier.create(backfill.of(List.of(instances), SPAN))
                .expectNext(fresh)
                .expectComplete()
                .verify(PATIENCE);
    }

    private static void verifyIncomplete(Mono<?> mono, String reason) {
        StepVerifier.create(mono)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IncompleteException.class)
                        .hasMessageContaining(reason))
                .verify(PATIENCE);
    }

    private List<String> taken() {
        return door.facts().stream()
                .map(fact -> fact.instance() + " "
                        + switch (fact.data()) {
                            case Event.MessageSent sent -> sent.message().messageId();
                            case Event.MessageStatus status -> status.messageId() + " " + status.status();
                            case Event other -> other.toString();
                        })
                .toList();
    }

    @Test
    void takesTheOldestFirst() {
        page(1).respond(200).saying(messages(205, message("f", 6), message("e", 5)));
        page(2).respond(200).saying(messages(205, message("d", 4), message("c", 3)));
        page(3).respond(200).saying(messages(205, message("b", 2), message("a", 1)));
        verify(6, "acme");
        assertThat(taken()).containsExactly("acme a", "acme b", "acme c", "acme d", "acme e", "acme f");
    }

    @Test
    void asksForTheSpanAndAHundredAtOnce() {
        peer.respond(200).saying(messages(0));
        verify(0, "acme");
        assertThat(peer.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/chat/findMessages/acme");
            assertThat(request.text())
                    .contains("\"page\":1,\"offset\":100")
                    .contains("\"gte\":\"2026-01-02T03:04:05Z\"", "\"lte\":\"2026-01-02T03:14:05Z\"");
        });
    }

    @Test
    void takesAPageAgainFromWhichMessagesHaveMovedToIt() {
        page(1).respond(200).saying(messages(300, message("new", 9), message("d", 4)));
        page(2).respond(200).saying(messages(301, message("c", 3)));
        page(3).respond(200)
                .saying(messages(300, message("a", 1)))
                .forFirst(1)
                .respond(200)
                .saying(messages(301, message("b", 2)));
        verify(5, "acme");
        assertThat(taken()).containsExactly("acme a", "acme b", "acme c", "acme d", "acme new");
    }

    @Test
    void leavesOutWhatIsOlderThoughTheServerGaveIt() {
        String at = Long.toString(SINCE.getEpochSecond());
        peer.respond(200)
                .saying(messages(
                        5,
                        message("asObject", "{\"low\":" + at + ",\"high\":0,\"unsigned\":true}", ""),
                        message("asText", "\"" + at + "\"", ""),
                        message("atTheBeginning", 0),
                        message("older", -1),
                        message("whenever", "null", "")));
        verify(3, "acme");
        assertThat(taken()).containsExactly("acme atTheBeginning", "acme asText", "acme asObject");
    }

    @Test
    void tellsHowFarAMessageHasCome() {
        String updates = ",\"MessageUpdate\":[{\"status\":\"DELIVERY_ACK\"},{\"status\":\"READ\"}]";
        peer.respond(200).saying(messages(1, message("a", Long.toString(SINCE.getEpochSecond()), updates)));
        verify(3, "acme");
        assertThat(taken()).containsExactly("acme a", "acme a " + Status.DELIVERED, "acme a " + Status.READ);
    }

    @Test
    void countsOnlyWhatIsNew() {
        peer.respond(200).saying(messages(2, message("b", 2), message("a", 1)));
        verify(2, "acme");
        verify(0, "acme");
    }

    @Test
    void asksForOneInstanceAfterTheOther() {
        instance("one").respond(200).saying(messages(1, message("a", 2)));
        instance("other").respond(200).saying(messages(1, message("b", 1)));
        verify(2, "one", "other");
        assertThat(taken()).containsExactly("one a", "other b");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void givesUpWhereAskingAgainHelpsNothing(int status) {
        instance("one").respond(status);
        instance("other").respond(200).saying(messages(1, message("b", 1)));
        verify(1, "one", "other");
    }

    @Test
    void asksForNoOtherPageWhereItHasGivenUp() {
        peer.respond(404);
        page(1).respond(200).saying(messages(900, message("a", 1)));
        verify(0, "acme");
        assertThat(peer.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 429, 401, 403})
    void isIncompleteWhereItMayWorkLater(int status) {
        page(2).respond(status);
        page(1).respond(200).saying(messages(200, message("a", 1)));
        verifyIncomplete(backfill.of(List.of("acme"), SPAN), "status " + status);
    }

    @Test
    void isIncompleteWhereNobodyIsThere() {
        peer.close();
        verifyIncomplete(backfill.of(List.of("acme"), SPAN), "no connection");
        verifyIncomplete(backfill.instances(), "no connection");
    }

    @Test
    void failsWhereItCannotBeWrittenDown() {
        door.away(true);
        peer.respond(200).saying(messages(1, message("a", 1)));
        StepVerifier.create(backfill.of(List.of("acme"), SPAN))
                .expectErrorMessage("the database is away")
                .verify(PATIENCE);
    }

    @Test
    void knowsAllInstancesOfAServer() {
        peer.respond(200).saying("[{\"name\":\"one\"},{\"id\":7},{\"name\":\"\"},{\"name\":\"other\"}]");
        StepVerifier.create(backfill.instances())
                .expectNext(List.of("one", "other"))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void doesNotTakeAWrongKeyOrSomebodyElsesPageForAServerWithoutInstances() {
        peer.respond(401).forFirst(1).respond(200).saying("{}");
        verifyIncomplete(backfill.instances(), "status 401");
        verifyIncomplete(backfill.instances(), "is no list");
    }

    @Test
    void hasTheMessagesOfAllThatAreWellAndNamesTheOthers() {
        instance("ill").respond(500);
        instance("well").respond(200).saying(messages(1, message("a", 1)));
        StepVerifier.create(backfill.of(List.of("ill", "well"), SPAN))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                IncompleteException.class,
                                incomplete -> assertThat(incomplete.instances()).containsExactly("ill"))
                        .hasMessageContaining("ill: status 500"))
                .verify(PATIENCE);
        assertThat(taken()).containsExactly("well a");
    }
}
