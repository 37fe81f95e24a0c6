package dev.carteiro.bridge;

import static dev.carteiro.bridge.TestReplies.chatwoot;
import static dev.carteiro.bridge.TestReplies.isFine;
import static dev.carteiro.bridge.TestReplies.isProblem;
import static dev.carteiro.bridge.TestReplies.isUnknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.bridge.Doctor.Finding;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UnheardTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Finding of(Duration age, String... errors) {
        long at = NOW.minus(age).getEpochSecond();
        String conversations = List.of(errors).stream()
                .map(error -> "{'messages':[{'id':1,'content_attributes':{'external_error':'older'},'created_at':" + at
                        + "},{'id':2,'content':'Oi','created_at':" + at + ",'content_attributes':{'external_error':'"
                        + error + "'}}]}")
                .collect(Collectors.joining(","));
        return Unheard.of(chatwoot("{'data':{'payload':[" + conversations + "]}}"), NOW);
    }

    private static Finding lately(String... errors) {
        return of(Duration.ofMinutes(5), errors);
    }

    @Test
    void isContentWhereTheLastMessagesHaveNoError() {
        isFine(lately());
        isFine(lately("", ""));
    }

    @Test
    void knowsWhyChatwootReachesNobody() {
        isProblem(
                lately("", "Hostname ´carteiro´ has no public ip addresses"),
                "Of the last 2 conversations 1 ends",
                "SAFE_FETCH_ALLOW_PRIVATE_NETWORK=true on its web and sidekiq");
        isProblem(lately("401 Unauthorized"), "401 Unauthorized", "Compare the token");
        isProblem(lately("403 Forbidden"), "403 Forbidden", "allow-from");
        isProblem(lately("404 Not Found"), "404 Not Found", "correct the inbox's webhook URL");
        isProblem(lately("Net::ReadTimeout with #<TCPSocket:(closed)>"), "Net::ReadTimeout", "waits 5 s");
        isProblem(lately("Timed out reading data from server"), "Timed out", "waits 5 s");
        isProblem(
                lately("Failed to open TCP connection to carteiro:8802 (Connection refused)"),
                "carteiro:8802",
                "can be reached from Chatwoot's sidekiq");
    }

    @Test
    void quotesWhatItDoesNotKnow() {
        Finding other = lately("500 Internal " + "x".repeat(500) + " +5511988887777", "");

        isProblem(other, "\"500 Internal xxx", "Carteiro's log");
        assertThat(other.detail()).hasSizeLessThan(300).doesNotContain("5511988887777");
    }

    @Test
    void passesOverWhatIsOldAndWhatWeHaveSaidOurselves() {
        isFine(of(Duration.ofHours(25), "401 Unauthorized"));
        isFine(lately(
                Phrases.of("en").say(Phrase.NOT_SENT, "Evolution: status 400"),
                Phrases.of("pt-BR").say(Phrase.NOT_SENT_YET, "Evolution: status 500"),
                Phrases.of("pt-BR").say(Phrase.NOT_ACCEPTED)));
    }

    @Test
    void readsTheLastMessageWhereItStandsAlone() {
        isProblem(
                Unheard.of(
                        chatwoot("{'data':{'payload':[{'messages':[],'last_non_activity_message':{'created_at':"
                                + NOW.getEpochSecond()
                                + ",'content_attributes':{'external_error':'401 Unauthorized'}}}]}}"),
                        NOW),
                "401",
                "token");
    }

    @Test
    void doesNotKnowWhatChatwootDoesNotSay() {
        isUnknown(Unheard.of(chatwoot(Fault.UNREACHABLE, 0, "no connection"), NOW), "no connection");
    }
}
