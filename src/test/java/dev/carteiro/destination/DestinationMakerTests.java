package dev.carteiro.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.config.ConfigTree;
import dev.carteiro.delivery.Destination;
import dev.carteiro.delivery.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationMakerTests {

    private final DestinationMaker maker = new DestinationMaker(HttpClients.idle(), Clock.systemUTC());
    private final List<Destination> made = new ArrayList<>();

    private List<String> problems(String crm) {
        return problemsOf("carteiro:\n  destinations:\n    crm:\n" + crm.indent(6));
    }

    private List<String> problemsOf(String yaml) {
        ConfigTree tree = ConfigTree.of(yaml, variable -> null);
        for (String name : tree.names("carteiro.destinations")) {
            String path = "carteiro.destinations." + name;
            if (tree.bind(path + ".type", String.class).orElse("http").equals("http")) {
                tree.bind(path, DestinationSettings.class).ifPresent(settings -> make(tree, path, name, settings));
            }
        }
        return tree.problems();
    }

    private void make(ConfigTree tree, String path, String name, DestinationSettings settings) {
        Destination destination = maker.make(tree, path, name, settings);
        if (destination != null) {
            made.add(destination);
        }
    }

    @Test
    void makesWhatIsDocumented() throws IOException {
        assertThat(problemsOf(Files.readString(Path.of("docs", "carteiro.yml"))))
                .isEmpty();
        assertThat(made).extracting(Destination::name).containsExactly("agents", "crm", "archive");
    }

    @Test
    void sendsTheRequestItselfOnceAndEveryOtherFormForEachEvent() {
        assertThat(problems("url: http://crm")).isEmpty();
        assertThat(problems("url: http://crm\nformat: cloudevents")).isEmpty();
        assertThat(problems("url: http://crm\ntransform: data.content.text")).isEmpty();
        assertThat(made).extracting(Destination::once).containsExactly(true, false, false);
    }

    @Test
    void takesAFormatOrATransformAndNotBoth() {
        assertThat(problems("url: http://crm\nformat: raw\ntransform: data"))
                .containsExactly(
                        "carteiro.yml:3: carteiro.destinations.crm: has a format and a transform, and only one of"
                                + " them can be sent");
    }

    @Test
    void gathersWhereThatIsWritten() {
        assertThat(problems("url: http://crm")).isEmpty();
        assertThat(problems("url: http://crm\ndebounce: {}")).isEmpty();
        assertThat(problems("url: http://crm\ndebounce: { quiet: 2s, max: 2s, items: 100 }"))
                .isEmpty();
        assertThat(made)
                .extracting(destination -> destination.policy().debounce())
                .containsExactly(
                        null,
                        new Policy.Debounce(Duration.ofSeconds(8), Duration.ofSeconds(30), 20),
                        new Policy.Debounce(Duration.ofSeconds(2), Duration.ofSeconds(2), 100));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "debounce: { quiet: 0s }             | .debounce: quiet must be more than nothing, but is PT0S",
                "debounce: { quiet: 31s }            | .debounce: max must be at least as long as quiet, which is PT31S, but is PT30S",
                "debounce: { items: 0 }              | .debounce: items must be 1 to 100, but is 0",
                "debounce: { items: 101 }            | .debounce: items must be 1 to 100, but is 101",
                "debounce: 8s                        | .debounce: \"8s\" stands where keys with values are expected",
                "debounce: {}, order: none           | : has debounce, which gathers a conversation's events in their order, and order: none; leave one of the two out"
            })
    void saysWhatIsWrongWithADebounce(String keys, String problem) {
        assertThat(problemsOf("carteiro:\n  destinations:\n    crm: { url: \"http://crm\", " + keys + " }"))
                .containsExactly("carteiro.yml:3: carteiro.destinations.crm" + problem);
    }

    @Test
    void showsWhereATransformIsWrong() {
        assertThat(problems("url: http://crm\ntransform: |\n  {\n    \"text\": data.content text\n  }"))
                .containsExactly("""
                        carteiro.yml:5: carteiro.destinations.crm.transform: line 2, column 27: Expected "}", got "text"\
                         (S0202)
                              "text": data.content text
                                                      ^""");
        assertThat(made).isEmpty();
    }

    @Test
    void keepsTheHeadersThatAreTheRouters() {
        assertThat(problems("""
                url: http://crm
                headers:
                  Webhook-Id: "1"
                  webhook-signature: v1,AAAA
                  WEBHOOK-TIMESTAMP: "1"
                  Content-Length: "5"
                  Transfer-Encoding: chunked
                  Connection: close
                  "X Key": secret
                  "": secret
                  X-Key: secret
                  x-key: secret
                  X-Broken: "secret\\nwebhook-id: 1"
                  X-Emoji: "secret👍"
                  X-Control: "secret\\e"
                """))
                .containsExactly(
                        problem(
                                6,
                                "Webhook-Id",
                                "says which event it is and who sent it, and that is the router's to say"),
                        problem(
                                7,
                                "webhook-signature",
                                "says which event it is and who sent it, and that is the router's to say"),
                        problem(
                                8,
                                "WEBHOOK-TIMESTAMP",
                                "says which event it is and who sent it, and that is the router's to say"),
                        problem(9, "Content-Length", "says how the request is sent, and that is the router's to say"),
                        problem(
                                10,
                                "Transfer-Encoding",
                                "says how the request is sent, and that is the router's to say"),
                        problem(11, "Connection", "says how the request is sent, and that is the router's to say"),
                        problem(12, "X Key", "is no header's name: letters, digits and - are"),
                        problem(13, "", "is no header's name: letters, digits and - are"),
                        problem(15, "x-key", "is the same header as X-Key"),
                        problem(
                                16,
                                "X-Broken",
                                "has a line break in its value; a secret that was read from a file often ends in one"),
                        problem(17, "X-Emoji", "has a character in its value that no header can carry"),
                        problem(18, "X-Control", "has a character in its value that no header can carry"));
        assertThat(made).isEmpty();
    }

    private static String problem(int line, String header, String what) {
        return "carteiro.yml:" + line + ": carteiro.destinations.crm.headers." + header + ": " + what;
    }

    @Test
    void addsAnyOtherHeader() {
        assertThat(problems("""
                url: http://crm
                headers: { Host: crm.example, User-Agent: "Bridge (olá)", Content-Type: text/plain, X-Empty: "" }
                """)).isEmpty();
        assertThat(made).hasSize(1);
    }

    @Test
    void saysWhichSecretCannotSign() {
        assertThat(problems("url: http://crm\nsigning-secret: [whsec_b2xk, 'whsec_no base64']"))
                .containsExactly(
                        "carteiro.yml:5: carteiro.destinations.crm.signing-secret: A signing secret with whsec_"
                                + " must be base64 behind it");
        assertThat(problems("url: http://crm\nsigning-secret: whsec_"))
                .containsExactly(
                        "carteiro.yml:5: carteiro.destinations.crm.signing-secret: A signing secret must not be"
                                + " empty");
        assertThat(problems("url: http://crm\nsigning-secret: ['', plain]")).isEmpty();
        assertThat(made).hasSize(1);
    }
}
