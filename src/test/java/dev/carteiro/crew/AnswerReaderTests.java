package dev.carteiro.crew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.crew.Said.Begun;
import dev.carteiro.crew.Said.Failed;
import dev.carteiro.crew.Said.Nothing;
import dev.carteiro.crew.Said.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;

/** Every shape of contracts/crewai.md, 4 and 5. */
class AnswerReaderTests {

    private static final AnswerReader USUAL = new AnswerReader(null);

    private static Said read(String body) {
        return USUAL.read(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\":\"Olá\"}",
                "{\"result\":{\"raw\":\"Olá\"}}",
                "{\"result\":{\"output\":\"Olá\",\"tasks\":[{\"output\":\"outra\"}]}}",
                "{\"response\":\"Olá\"}",
                "{\"answer\":\"Olá\"}",
                "{\"reply\":\"Olá\"}",
                "{\"output\":\"Olá\"}",
                "{\"message\":\"Olá\"}",
                "{\"text\":\"Olá\"}",
                "{\"content\":\"Olá\"}",
                "{\"status\":\"success\",\"result\":\"Olá\"}",
                "{\"status\":\"success\",\"message\":\"Olá\"}",
                "{\"success\":true,\"id\":\"7\",\"result\":\"Olá\"}",
                "{\"chat_id\":\"7\",\"response\":\"Olá\",\"is_bot\":true}",
                "{\"raw\":\"Olá\",\"json_dict\":null,\"pydantic\":null,\"tasks_output\":[],\"token_usage\":{\"total_tokens\":3}}",
                "{\"result\":{\"raw\":\"Olá\",\"pydantic\":null,\"tasks_output\":[{\"raw\":\"outra\"}]}}",
                "\"Olá\"",
                "Olá",
                "  Olá\n",
                "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Olá\"}}]}",
                "{\"result\":\"{\\\"reply\\\":\\\"Olá\\\"}\"}",
                "{\"result\":\"```json\\n{\\\"reply\\\": \\\"Olá\\\"}\\n```\"}",
                "```json\n{\"reply\": \"Olá\"}\n```",
                "[{\"output\":\"Olá\"}]",
                "{\"reply\":\"Olá\",\"result\":\"outra\"}",
                "{\"output\":{\"text\":\"Olá\"}}",
                "{\"message\":{\"role\":\"assistant\",\"content\":\"Olá\"}}",
                """
                data: {"type":"RUN_STARTED"}

                data: {"type":"TEXT_MESSAGE_CONTENT","delta":"Ol"}

                data: {"type":"TEXT_MESSAGE_CONTENT","delta":"á"}

                data: {"type":"RUN_FINISHED"}
                """,
                "event: x\ndata: {\"choices\":[{\"delta\":{\"content\":\"Olá\"}}]}\n\ndata: [DONE]\n\n",
            })
    void findsTheAnswer(String body) {
        assertThat(read(body)).isEqualTo(Reply.of("Olá"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n ",
                "null",
                "{}",
                "[]",
                "{\"result\":null}",
                "{\"result\":\"\"}",
                "{\"reply\":\"   \"}",
                "{\"status\":\"ok\"}",
                "{\"success\":true}",
                "{\"result\":{\"raw\":\"\"}}",
                "data: {\"type\":\"RUN_STARTED\"}\n\ndata: {\"type\":\"RUN_FINISHED\"}\n\n",
            })
    void hearsNothing(String body) {
        assertThat(read(body)).isEqualTo(new Nothing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kickoff_id\":\"a7\"}",
                "{\"job_id\":\"a7\",\"status\":\"queued\"}",
                "{\"task_id\":\"a7\",\"status\":\"pending\"}",
                "{\"crew_id\":\"a7\",\"status\":\"queued\"}",
                "{\"id\":\"a7\",\"status\":\"queued\",\"message\":\"Your crew has started\"}",
            })
    void knowsAJobFromAnAnswer(String body) {
        assertThat(read(body)).isEqualTo(new Begun("a7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
                "<html>\r\n<head><title>Login</title></head></html>",
                "{\"status\":\"error\",\"message\":\"litellm.RateLimitError\"}",
                "{\"state\":\"FAILED\",\"result\":\"boom\"}",
                "{\"error\":\"Internal error\"}",
                "data: {\"type\":\"RUN_ERROR\",\"message\":\"boom\"}\n\n",
            })
    void takesNoErrorForAnAnswer(String body) {
        assertThat(read(body)).isInstanceOf(Failed.class);
    }

    @Test
    void saysWhyItFailed() {
        assertThat(read("{\"status\":\"error\",\"message\":\"no credit\"}"))
                .isEqualTo(new Failed("it says that it has failed: no credit"));
        assertThat(((Failed) read("{\"status\":\"failed\",\"error\":\"" + "x".repeat(10_000) + "\"}")).reason())
                .hasSizeLessThan(400);
    }

    @Test
    void readsWhatIsAskedForBesides() {
        assertThat(read("{\"reply\":\"Um momento\",\"handoff\":true,\"labels\":[\"troca\",\"vip\"]}"))
                .isEqualTo(new Reply("Um momento", true, false, List.of("troca", "vip"), List.of()));
        assertThat(read("{\"action\":\"handoff\"}")).isEqualTo(new Reply("", true, false, List.of(), List.of()));
        assertThat(read("{\"result\":\"{\\\"text\\\":\\\"Oi\\\",\\\"transfer\\\":\\\"true\\\"}\"}"))
                .isEqualTo(new Reply("Oi", true, false, List.of(), List.of()));
        assertThat(read("{\"result\":\"```json\\n{\\\"handoff\\\":true}\\n```\"}"))
                .isEqualTo(new Reply("", true, false, List.of(), List.of()));
        assertThat(read("{\"answer\":\"Para a equipe\",\"private\":true}"))
                .isEqualTo(new Reply("Para a equipe", false, true, List.of(), List.of()));
        assertThat(read("{\"reply\":\"Veja\",\"attachments\":[\"https://a/b.pdf\",{\"url\":\"https://a/c.png\"}]}"))
                .isEqualTo(new Reply("Veja", false, false, List.of(), List.of("https://a/b.pdf", "https://a/c.png")));
        assertThat(read("{\"reply\":\"Não\",\"handoff\":false,\"private\":\"no\"}"))
                .isEqualTo(Reply.of("Não"));
    }

    @Test
    void looksWhereItIsTold() {
        AnswerReader told = new AnswerReader(JsonPointer.compile("/data/0/say"));
        assertThat(told.read("{\"result\":\"outra\",\"data\":[{\"say\":\"Olá\"}]}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Reply.of("Olá"));
        assertThat(told.read("{\"result\":\"Olá\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Reply.of("Olá"));
        assertThat(told.read("{\"data\":[{\"say\":\"\"}],\"handoff\":true}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Reply("", true, false, List.of(), List.of()));
    }

    @Test
    void keepsTextThatOnlyLooksLikeJson() {
        assertThat(read("{ isto não é JSON")).isEqualTo(Reply.of("{ isto não é JSON"));
        assertThat(read("{\"result\":\"[Ana] disse oi\"}")).isEqualTo(Reply.of("[Ana] disse oi"));
        assertThat(read("{\"result\":\"<b>Olá</b>\"}")).isEqualTo(Reply.of("<b>Olá</b>"));
        assertThat(read("data: 12/03 às 14h")).isEqualTo(Reply.of("data: 12/03 às 14h"));
    }

    /** Models repeat themselves; a fence that never ends must not be looked for at every blank. */
    @Test
    void readsAnEndlessFenceAtOnce() {
        String text = "```json\n" + " \n".repeat(500_000) + "x";
        assertThat(read(text)).isEqualTo(Reply.of(text));
        assertThat(read("```\n```")).isEqualTo(Reply.of("```\n```"));
        assertThat(read("``` {\"reply\":\"Olá\"}```")).isEqualTo(Reply.of("``` {\"reply\":\"Olá\"}```"));
    }

    @Test
    void isNotLedAroundForEver() {
        String deep = "\"Olá\"";
        for (int i = 0; i < 100; i++) {
            deep = "{\"result\":" + deep + "}";
        }
        assertThat(read(deep)).isEqualTo(new Nothing());
    }
}
