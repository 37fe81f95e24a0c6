package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTests {

    private static Members members(String body) {
        return Members.parse(
                body.getBytes(StandardCharsets.UTF_8), List.of("url", "paused", "confirm"), "{\"url\": \"…\"}");
    }

    private static void read(String body) {
        Members members = members(body);
        assertThat(members.text("url")).isNull();
        assertThat(members.bool("paused")).isNull();
        assertThat(members.number("confirm")).isNull();
    }

    @Test
    void readsEachMemberByItsType() {
        Members members = members("{\"url\": \"http://crm/\", \"paused\": false, \"confirm\": 12}");
        assertThat(members.text("url")).isEqualTo("http://crm/");
        assertThat(members.bool("paused")).isFalse();
        assertThat(members.number("confirm")).isEqualTo(12);
    }

    @Test
    void tellsNullFromAbsent() {
        read("{\"url\": null}");
        assertThat(members("{\"url\": null}").isNull("url")).isTrue();
        assertThat(members("{}").isNull("url")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                    | The body is no JSON object; send something like {\"url\": \"…\"}.",
                "[]                  | The body is no JSON object; send something like {\"url\": \"…\"}.",
                "url=x               | The body is not JSON; send something like {\"url\": \"…\"}.",
                "{} {}               | The body is not JSON; send something like {\"url\": \"…\"}.",
                "{\"pause\": true}   | There is no pause; did you mean \"paused\"? There are confirm, paused, url.",
                "{\"x\": true}       | There is no x; there are confirm, paused, url.",
                "{\"url\": 5}        | url is a text, not 5.",
                "{\"url\": \" \"}    | url is empty.",
                "{\"paused\": \"yes\"} | paused is true or false, not \"yes\".",
                "{\"confirm\": 1.5}  | confirm is a whole number, not 1.5.",
                "{\"confirm\": 99999999999999999999} | confirm is a whole number, not 99999999999999999999."
            })
    void namesWhatIsWrong(String body, String sentence) {
        assertThatThrownBy(() -> read(body == null ? "" : body))
                .isInstanceOfSatisfying(
                        ApiProblem.class,
                        problem -> assertThat(problem.getBody().getDetail()).isEqualTo(sentence));
    }
}
