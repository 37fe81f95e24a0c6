package dev.carteiro.crew;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RunStatusTests {

    private static RunStatus of(String body) {
        return RunStatus.of(JsonMapper.shared().readTree(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"completed\",\"result\":{\"output\":\"Olá\",\"tasks\":[]},\"execution_time\":3.2}",
                "{\"state\":\"SUCCESS\",\"result\":{\"output\":\"Olá\",\"tasks\":[]},\"last_step\":null}",
                "{\"state\":\"success\",\"status\":null,\"result\":{\"output\":\"Olá\",\"tasks\":[]}}",
                "{\"status\":\"success\",\"result\":{\"output\":\"Olá\",\"tasks\":[]}}",
                "{\"status\":\"ok\",\"result\":{\"output\":\"Olá\",\"tasks\":[]}}",
            })
    void knowsAnEnd(String body) {
        assertThat(of(body))
                .isInstanceOfSatisfying(
                        RunStatus.Done.class,
                        done -> assertThat(done.result().path("output").asString(""))
                                .isEqualTo("Olá"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"error\",\"error\":\"boom\",\"execution_time\":1}|boom",
                "{\"state\":\"FAILED\",\"result\":\"boom\"}|boom",
                "{\"state\":\"FAILURE\"}|failure",
                "{\"state\":\"NOT FOUND\"}|not found",
            })
    void knowsAFailure(String body, String reason) {
        assertThat(of(body)).isEqualTo(new RunStatus.Failed(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"running\",\"current_task\":\"answer\",\"progress\":{\"completed_tasks\":0,\"total_tasks\":2}}",
                "{\"state\":\"PENDING\"}",
                "{\"state\":\"STARTED\",\"result\":null}",
                "{\"state\":\"RUNNING\",\"result\":\"half\"}",
                "{}",
            })
    void waitsForAllElse(String body) {
        assertThat(of(body)).isEqualTo(new RunStatus.Running());
    }

    @Test
    void knowsThatAPersonIsAsked() {
        assertThat(of("{\"state\":\"Pending Human Input\",\"last_executed_task\":{\"id\":\"t1\"}}"))
                .isEqualTo(new RunStatus.Paused("t1"));
        assertThat(of("{\"status\":\"Pending Human Input\"}")).isEqualTo(new RunStatus.Paused(null));
    }
}
