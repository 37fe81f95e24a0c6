package dev.carteiro.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.chatwoot.ChatwootReply.Done;
import dev.carteiro.chatwoot.ChatwootReply.Failed;
import dev.carteiro.chatwoot.ChatwootReply.Fault;
import dev.carteiro.network.Exchange;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTests {

    private static ChatwootReply reply(int status, String body) {
        return Replies.of(new Exchange.Answered(status, body.getBytes(StandardCharsets.UTF_8)), false);
    }

    private static ChatwootReply posted(int status, String body) {
        return Replies.of(new Exchange.Answered(status, body.getBytes(StandardCharsets.UTF_8)), true);
    }

    @Test
    void isDoneWithWhatItAnswers() {
        assertThat(reply(200, "{\"id\":7,\"error\":null}"))
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(done.body().path("id").asInt(0)).isEqualTo(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void isDoneWithNothingWhereItAnswersNothing(String nothing) {
        assertThat(reply(200, nothing))
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(done.body().isMissingNode()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | {\"error\":\"Invalid Access Token\"} | UNAUTHORIZED | Invalid Access Token",
                "401 | {\"errors\":[\"You need to sign in or sign up before continuing.\"]} | UNAUTHORIZED"
                        + " | You need to sign in or sign up before continuing",
                "402 | {\"error\":\"Account limit exceeded\"} | INVALID | Account limit exceeded",
                "403 | {\"error\":\"Message status update is only allowed for API inboxes\"} | INVALID"
                        + " | Message status update is only allowed for API inboxes",
                "404 | {\"error\":\"Resource could not be found\"} | NOT_FOUND | Resource could not be found",
                "404 | {\"status\":404,\"error\":\"Not Found\"} | NOT_FOUND | Not Found",
                "422 | {\"message\":\"Phone number has already been taken\",\"attributes\":[\"phone_number\"]} | TAKEN"
                        + " | Phone number has already been taken",
                "422 | {\"message\":\"Identifier has already been taken\",\"attributes\":[\"identifier\"]} | TAKEN"
                        + " | Identifier has already been taken",
                "422 | {\"error\":\"source_id should be unique\"} | TAKEN | source_id should be unique",
                "422 | {\"message\":\"Phone number should be in e164 format\",\"attributes\":[\"phone_number\"]} | INVALID"
                        + " | Phone number should be in e164 format",
                "422 | {\"errors\":{\"url\":[\"is invalid\",\"is too long\"]}} | INVALID | is invalid, is too long",
                "422 | {\"errors\":[{\"message\":\"odd\"}]} | INVALID | odd",
                "429 | Retry later | LIMITED | Retry later",
                "500 | {\"status\":500,\"error\":\"Internal Server Error\"} | BROKEN | Internal Server Error"
            })
    void tellsWhoseFaultItIsAndWhatWasSaid(int status, String body, Fault fault, String said) {
        assertThat(reply(status, body)).isEqualTo(new Failed(fault, status, "status " + status + ": " + said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Incoming messages are only allowed in Api inboxes | INVALID",
                "Validation failed: Content is too long (maximum is 150000 characters) | INVALID",
                "Validation failed: Attachments exceeded maximum allowed | INVALID",
                "Content is too long | INVALID",
                "Validation failed: Too many messages | LIMITED",
                "undefined method 'id' for nil | BROKEN",
                "Failed to upload to storage | BROKEN"
            })
    void knowsWhatIsNoProofWhereAMessageIsPosted(String error, Fault fault) {
        assertThat(posted(422, "{\"error\":\"" + error + "\"}"))
                .isEqualTo(new Failed(fault, 422, "status 422: " + error));
    }

    @ParameterizedTest
    @CsvSource({
        "413, TOO_LARGE",
        "502, BROKEN",
        "503, BROKEN",
        "504, BROKEN",
        "404, NOT_FOUND",
        "400, INVALID",
        "408, BROKEN",
        "425, BROKEN",
        "301, BROKEN"
    })
    void goesByTheStatusWhereAProxyAnswers(int status, Fault fault) {
        assertThat(reply(status, "<html>Sorry.</html>")).isEqualTo(new Failed(fault, status, "status " + status));
        assertThat(posted(status, "")).isEqualTo(new Failed(fault, status, "status " + status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "3", "{\"error\":null}", "{\"error\":[]}", "{\"message\":{}}"})
    void saysNoMoreThanTheStatusWhereNothingIsSaid(String body) {
        assertThat(reply(500, body)).isEqualTo(new Failed(Fault.BROKEN, 500, "status 500"));
    }

    @Test
    void takesAPageForNoAnswer() {
        assertThat(reply(200, "<!DOCTYPE html><title>Sign in</title>"))
                .isEqualTo(new Failed(Fault.BROKEN, 200, "status 200, but no JSON"));
    }

    @Test
    void quotesNoMoreThanFitsIntoALineAndNobodysNumber() {
        assertThat(reply(500, "{\"error\":\"" + "x".repeat(5_000) + "\"}"))
                .isEqualTo(new Failed(Fault.BROKEN, 500, "status 500: " + "x".repeat(299) + "…"));
        assertThat(reply(400, "{\"error\":\"+5511988887777\\nis \\\"odd\\\".\"}"))
                .isEqualTo(new Failed(Fault.INVALID, 400, "status 400: +… is 'odd'"));
    }

    @ParameterizedTest
    @CsvSource({"UNREACHABLE, UNREACHABLE", "SILENT, UNANSWERED", "UNREADABLE, BROKEN", "OVERLONG, BROKEN"})
    void saysWhyThereIsNoAnswerAndWhetherItMayHaveBeenDone(Exchange.Cause cause, Fault fault) {
        assertThat(Replies.of(new Exchange.Unanswered(cause, "because"), true))
                .isEqualTo(new Failed(fault, 0, "because"));
    }
}
