package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.instance.Creation.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.reactive.function.server.MockServerRequest;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class InstanceWishTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static Mono<Wish> wish(String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return InstanceWish.of(MockServerRequest.builder().body(Mono.just(bytes)));
    }

    private static void assertWish(String body, Wish expected) {
        StepVerifier.create(wish(body)).expectNext(expected).expectComplete().verify(PATIENCE);
    }

    private static void assertRefused(String body, String sentence) {
        StepVerifier.create(wish(body))
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOfSatisfying(ApiProblem.class, problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
                    assertThat(problem.getBody().getDetail()).contains(sentence);
                }))
                .verify(PATIENCE);
    }

    @Test
    void needsNoMoreThanAName() {
        assertWish("{'name': 'São João'}", new Wish("", "São João", Map.of()));
    }

    @Test
    void readsEvolutionsOwnWords() {
        assertWish(
                "{'instanceName': 'acme', 'source': 'evo-1', 'integration': 'EVOLUTION', 'number': '5511988887777',"
                        + " 'token': 't', 'proxyPort': '3128', 'rejectCall': true, 'readStatus': false, 'msgCall': null}",
                new Wish(
                        "evo-1",
                        "acme",
                        Map.of(
                                "integration",
                                "EVOLUTION",
                                "number",
                                "5511988887777",
                                "token",
                                "t",
                                "proxyPort",
                                "3128",
                                "rejectCall",
                                true,
                                "readStatus",
                                false)));
    }

    @Test
    void prefersOurWord() {
        assertWish("{'name': 'ours', 'instanceName': 'theirs'}", new Wish("", "ours", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                | no JSON object",
                "[]                              | no JSON object",
                "acme                            | not JSON",
                "{}                              | The instance has no name; send something like {\"name\": \"Ravenna\"}.",
                "{'name': ' '}                   | name is empty.",
                "{'name': 7}                     | name is a text, not 7.",
                "{'name': 'a', 'qrcode': 'yes'}  | qrcode is true or false, not \"yes\".",
                "{'name': 'a', 'number': 55}     | number is a text, not 55.",
                "{'name': 'a', 'webhook': {}}    | There is no webhook",
                "{'name': 'a', 'groupIgnore': 1} | did you mean \"groupsIgnore\"?"
            })
    void saysWhatIsWrong(String body, String sentence) {
        assertRefused(body == null ? "" : body, sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "a\\\\b", "a?b", "a#b", "a\\nb", "a\\u0000"})
    void refusesANameThatIsNoStepOfAUrl(String name) {
        assertRefused("{'name': '" + name + "'}", "it becomes part of URLs");
    }

    @Test
    void takesANameOfAHundredCharacters() {
        String name = "a".repeat(100);
        assertWish("{'name': '" + name + "'}", new Wish("", name, Map.of()));
        assertRefused("{'name': '" + name + "a'}", "at most 100 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..a", "100 %", "a&b=c", "a;b", "😀"})
    void takesWhatCanBeWrittenInAUrl(String name) {
        assertWish("{'name': '" + name + "'}", new Wish("", name, Map.of()));
    }
}
