package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.evolution.Reply.Fault;
import dev.carteiro.network.Exchange;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTests {

    private static Reply reply(int status, String body) {
        return Replies.of(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String error(int status, String message) {
        return "{\"status\":" + status + ",\"error\":\"Something\",\"response\":{\"message\":" + message + "}}";
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void isDoneWithWhatItAnswers(int status) {
        assertThat(reply(status, "{\"instance\":{\"state\":\"open\"},\"error\":false}"))
                .isInstanceOfSatisfying(
                        Reply.Done.class,
                        done -> assertThat(done.body().at("/instance/state").asString(""))
                                .isEqualTo("open"));
    }

    @Test
    void isDoneWithNothingWhereItAnswersNothing() {
        assertThat(reply(201, ""))
                .isInstanceOfSatisfying(
                        Reply.Done.class,
                        done -> assertThat(done.body().isMissingNode()).isTrue());
        assertThat(reply(201, "null")).isInstanceOf(Reply.Done.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "400 | [[\"instance requires property \\\"text\\\"\"]] | REFUSED | instance requires property 'text'",
                "400 | [\"Error: Connection Closed\"] | REFUSED | Error: Connection Closed",
                "400 | [{\"exists\":false}] | REFUSED | {'exists':false}",
                "401 | \"Unauthorized\" | UNAUTHORIZED | Unauthorized",
                "403 | \"Forbidden\" | UNAUTHORIZED | Forbidden",
                "403 | [\"This name \\\"acme\\\" is already in use.\"] | TAKEN | This name 'acme' is already in use",
                "404 | [\"The \\\"acme\\\" instance does not exist\"] | UNKNOWN | The 'acme' instance does not exist",
                "404 | [\"Cannot GET /x\"] | UNKNOWN | Cannot GET /x",
                "500 | \"Connection Closed\" | BROKEN | Connection Closed",
                "500 | [\"[object Object]\"] | BROKEN | [object Object]"
            })
    void tellsWhoseFaultItIsAndWhatWasSaid(int status, String message, Fault fault, String said) {
        assertThat(reply(status, error(status, message)))
                .isEqualTo(new Reply.Failed(fault, "status " + status + ": " + said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"\"", "[null]"})
    void saysNoMoreThanTheStatusWhereNothingIsSaid(String message) {
        assertThat(reply(500, error(500, message))).isEqualTo(new Reply.Failed(Fault.BROKEN, "status 500"));
    }

    @Test
    void takesAnErrorWithAGoodStatusForOne() {
        assertThat(reply(200, "{\"error\":true,\"message\":\"[object Object]\"}"))
                .isEqualTo(new Reply.Failed(Fault.BROKEN, "status 200: [object Object]"));
    }

    @Test
    void tellsThatAServerIsNotActivated() {
        assertThat(reply(
                        503, "{\"error\":\"service not activated\",\"code\":\"LICENSE_REQUIRED\",\"message\":\"Go.\"}"))
                .isEqualTo(new Reply.Failed(Fault.UNLICENSED, "status 503: Go"));
    }

    @ParameterizedTest
    @CsvSource({"502, BROKEN", "404, UNKNOWN", "401, UNAUTHORIZED", "403, UNAUTHORIZED", "405, REFUSED", "302, BROKEN"})
    void goesByTheStatusWhereAProxyAnswers(int status, Fault fault) {
        assertThat(reply(status, "<html>Sorry.</html>")).isEqualTo(new Reply.Failed(fault, "status " + status));
    }

    @Test
    void takesAPageForNoAnswer() {
        assertThat(reply(200, "<!DOCTYPE html><title>Sign in</title>"))
                .isEqualTo(new Reply.Failed(Fault.BROKEN, "status 200, but no JSON"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429})
    void knowsWhatIsOnlyForNow(int status) {
        assertThat(reply(status, "")).isEqualTo(new Reply.Failed(Fault.BROKEN, "status " + status));
    }

    @Test
    void quotesNoMoreThanFitsIntoALine() {
        assertThat(reply(400, error(400, "\"" + "x".repeat(5_000) + "\"")))
                .isEqualTo(new Reply.Failed(Fault.REFUSED, "status 400: " + "x".repeat(300) + "…"));
    }

    @ParameterizedTest
    @CsvSource({"UNREACHABLE, UNREACHABLE", "SILENT, UNANSWERED", "UNREADABLE, BROKEN", "OVERLONG, BROKEN"})
    void saysWhyThereIsNoAnswerAndWhetherItMayHaveBeenDone(Exchange.Cause cause, Fault fault) {
        assertThat(Replies.of(new Exchange.Unanswered(cause, "because"))).isEqualTo(new Reply.Failed(fault, "because"));
    }
}
