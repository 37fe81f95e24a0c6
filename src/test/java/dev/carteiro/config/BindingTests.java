package dev.carteiro.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

class BindingTests {

    @Test
    void fillsARecordFromKebabCaseKeys() {
        ConfigTree tree = forward("""
                type: w-api
                url: http://evolution_api:8080/x
                timeout: 250ms
                rate-limit: 50/s
                max-items: 7
                headers: { X-Api-Key: "0123" }
                retry: { schedule: [1s, 2m, 1h, 1d], jitter: 0.5 }
                """);

        assertThat(bound(tree))
                .isEqualTo(new Destination(
                        Kind.W_API,
                        URI.create("http://evolution_api:8080/x"),
                        new Limits(Duration.ofMillis(250), new Rate(50, Duration.ofSeconds(1)), 7),
                        Map.of("X-Api-Key", "0123"),
                        new Retry(seconds(1, 120, 3600, 86400), 0.5)));
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void defaultsStandForWhatIsAbsent() {
        assertThat(bound(forward("url: http://a")))
                .isEqualTo(new Destination(
                        Kind.HTTP,
                        URI.create("http://a"),
                        new Limits(Duration.ofSeconds(5), null, 32),
                        Map.of(),
                        new Retry(seconds(1, 5), 0.2)));
    }

    @Test
    void aSingleValueIsAList() {
        assertThat(bound(forward("{ url: http://a, retry: { schedule: 3s } }")).retry())
                .isEqualTo(new Retry(seconds(3), 0.2));
    }

    @Test
    void enumsAreReadInAnyCase() {
        assertThat(bound(forward("{ url: http://a, type: W-Api }")).type()).isEqualTo(Kind.W_API);
    }

    @Test
    void aNumberKeepsItsDigitsWhereATextIsWanted() {
        assertThat(bound(forward("{ url: http://a, headers: { X: 0123e4 } }")).headers())
                .containsEntry("X", "0123e4");
    }

    @Test
    void refusesAnUnknownKeyAndNamesTheNearest() {
        assertThat(problems("{ url: http://a, timout: 5s }"))
                .containsExactly("carteiro.yml:4: carteiro.destinations.forward.timout: no such key; did you mean"
                        + " \"timeout\"? (known: type, url, timeout, rate-limit, max-items, headers, retry)");
    }

    @Test
    void refusesAnUnknownKeyThatIsNearNothing() {
        assertThat(problems("{ url: http://a, retry: { colour: red } }"))
                .containsExactly("carteiro.yml:4: carteiro.destinations.forward.retry.colour: no such key"
                        + " (known: schedule, jitter)");
    }

    @Test
    void saysWhatIsWrongWithEachValueAtOnce() {
        assertThat(problems("""
                        type: htpp
                        url: chatwootai:8001/webhook
                        timeout: 5
                        rate-limit: 0/s
                        max-items: many
                        headers: [a]
                        retry: soon
                        """))
                .containsExactly(
                        "carteiro.yml:4: carteiro.destinations.forward.type: \"htpp\" is none of http, chatwoot, w-api;"
                                + " did you mean \"http\"?",
                        "carteiro.yml:5: carteiro.destinations.forward.url: \"chatwootai:8001/webhook\" has no scheme;"
                                + " write http://chatwootai:8001/webhook",
                        "carteiro.yml:6: carteiro.destinations.forward.timeout: \"5\" is no duration; write it like"
                                + " 250ms, 5s, 2m, 1h or 1d",
                        "carteiro.yml:7: carteiro.destinations.forward.rate-limit: \"0/s\" is no rate; write it like"
                                + " 50/s, 100/m or 1000/h",
                        "carteiro.yml:8: carteiro.destinations.forward.max-items: \"many\" is no whole number",
                        "carteiro.yml:9: carteiro.destinations.forward.headers: is a list where keys with values are"
                                + " expected",
                        "carteiro.yml:10: carteiro.destinations.forward.retry: \"soon\" stands where keys with values"
                                + " are expected");
    }

    @Test
    void refusesStructureWhereAValueIsExpected() {
        assertThat(problems("{ url: [http://a], timeout: { s: 5 }, retry: { jitter: half } }"))
                .containsExactly(
                        "carteiro.yml:4: carteiro.destinations.forward.url: is a list where one value is expected",
                        "carteiro.yml:4: carteiro.destinations.forward.timeout: has keys of its own where one value is"
                                + " expected",
                        "carteiro.yml:4: carteiro.destinations.forward.retry.jitter: \"half\" is no number");
    }

    @Test
    void reportsWhatIsMissing() {
        assertThat(problems("type: http"))
                .containsExactly("carteiro.yml:3: carteiro.destinations.forward.url: is missing");
        assertThat(problems("{ url: null }"))
                .containsExactly("carteiro.yml:3: carteiro.destinations.forward.url: is missing");
    }

    @Test
    void aRecordsOwnComplaintBecomesAProblemAtItsPath() {
        assertThat(problems("{ url: http://a, retry: { jitter: 1.5 } }"))
                .containsExactly("carteiro.yml:4: carteiro.destinations.forward.retry: jitter lies between 0 and 1");
    }

    @Test
    void namesTheItemOfAListThatDoesNotFit() {
        assertThat(problems("""
                        url: http://a
                        retry:
                          schedule:
                            - 1s
                            - soon
                        """))
                .containsExactly("carteiro.yml:8: carteiro.destinations.forward.retry.schedule[1]: \"soon\" is no"
                        + " duration; write it like 250ms, 5s, 2m, 1h or 1d");
    }

    @Test
    void urlsNeedHttpAndAHost() {
        assertThat(problems("url: ftp://a/b"))
                .containsExactly("carteiro.yml:4: carteiro.destinations.forward.url: \"ftp://a/b\" has the scheme ftp;"
                        + " only http and https work");
        assertThat(problems("url: http://:80/b"))
                .containsExactly("carteiro.yml:4: carteiro.destinations.forward.url: \"http://:80/b\" has no host");
        assertThat(problems("url: http://a/b c"))
                .containsExactly("carteiro.yml:4: carteiro.destinations.forward.url: \"http://a/b c\" is no URL:"
                        + " Illegal character in path");
    }

    @Test
    void urlsNeedAPortThatIsOne() {
        for (String url :
                List.of("http://[fd00::1]:8080/b", "http://[fd00::1]/b", "http://a_b:65535?c=d:e", "http://a")) {
            assertThat(HttpUrl.parse(url)).hasToString(url);
        }
        for (String port : List.of("65536", "0", "", "x", "123456")) {
            assertThat(problems("url: \"http://a:" + port + "/b\""))
                    .containsExactly("carteiro.yml:4: carteiro.destinations.forward.url: \"http://a:" + port
                            + "/b\" has a port that is none; a port is 1 to 65535");
        }
    }

    @Test
    void urlsNameNoUser() {
        assertThat(problems("url: https://ana:secret@a:1234567/b"))
                .containsExactly("carteiro.yml:4: carteiro.destinations.forward.url: has a user or password before its"
                        + " host, which is not sent; use a header Authorization");
    }

    @Test
    void bindsScalarsAndListsWithoutARecord() {
        ConfigTree tree = ConfigTree.of("""
                carteiro:
                  trusted-proxies: [172.16.0.0/12, 10.0.0.0/8]
                  public-url: https://carteiro
                  workers: 3
                """, name -> null);

        assertThat(tree.bindList("carteiro.trusted-proxies", String.class))
                .containsExactly("172.16.0.0/12", "10.0.0.0/8");
        assertThat(tree.bind("carteiro.public-url", URI.class)).contains(URI.create("https://carteiro"));
        assertThat(tree.bind("carteiro.workers", int.class)).contains(3);
        assertThat(tree.bind("carteiro.nothing", String.class)).isEmpty();
        assertThat(tree.problems()).isEmpty();
    }

    @Test
    void aComponentMayBeCalledByAnotherKey() {
        ConfigTree tree = ConfigTree.of("carteiro: { flags: { private: true } }", name -> null);

        assertThat(tree.bind("carteiro.flags", Flags.class)).contains(new Flags(true, false));
    }

    /** A destination called forward, whose first key stands in line 4. */
    private static ConfigTree forward(String keys) {
        return ConfigTree.of(
                "carteiro:\n  destinations:\n    forward:\n"
                        + keys.stripTrailing().indent(6),
                name -> null);
    }

    private static Destination bound(ConfigTree tree) {
        return tree.bind("carteiro.destinations.forward", Destination.class).orElseThrow();
    }

    private static List<String> problems(String keys) {
        ConfigTree tree = forward(keys);
        assertThat(tree.bind("carteiro.destinations.forward", Destination.class))
                .isEmpty();
        return tree.problems();
    }

    private static List<Duration> seconds(long... seconds) {
        return LongStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    enum Kind {
        HTTP,
        CHATWOOT,
        W_API
    }

    record Destination(
            @DefaultValue("http") Kind type,
            URI url,
            @JsonUnwrapped Limits limits,
            Map<String, String> headers,
            @DefaultValue Retry retry) {}

    record Limits(
            @DefaultValue("5s") Duration timeout,
            @Nullable Rate rateLimit,
            @DefaultValue("32") int maxItems) {}

    record Retry(
            @DefaultValue({"1s", "5s"}) List<Duration> schedule,
            @DefaultValue("0.2") double jitter) {
        Retry {
            schedule = List.copyOf(schedule);
            if (jitter < 0 || jitter > 1) {
                throw new IllegalArgumentException("jitter lies between 0 and 1");
            }
        }
    }

    record Flags(@JsonProperty("private") boolean internal, boolean other) {}
}
