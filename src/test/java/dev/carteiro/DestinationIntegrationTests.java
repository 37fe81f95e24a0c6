package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.chat;
import static dev.carteiro.TestEvents.message;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.carteiro.RouterClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedRouter.Provider.class)
class DestinationIntegrationTests {

    private static final String TUNNEL = "/api/destinations/tunnel";

    private final SharedRouter router;
    private final RouterClient client;
    private final String configured;

    DestinationIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
        configured = router.urls().get("tunnel") + "/webhook";
    }

    @AfterEach
    void undo() {
        assertThat(client.admin("DELETE", TUNNEL + "/override", "").status()).isEqualTo(200);
    }

    @CanIgnoreReturnValue
    private JsonNode patch(String body) {
        Answer answer = client.admin("PATCH", TUNNEL, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @CanIgnoreReturnValue
    private String send(String id) {
        return client.accept(message("tunnel", chat(), id));
    }

    @Test
    void showsWhereEachDestinationStands() {
        JsonNode all = client.get("/api/destinations").path("destinations");
        assertThat(all.valueStream().map(one -> one.path("name").asString("")))
                .containsSequence(SharedConfig.DESTINATIONS.keySet());
        JsonNode tunnel = client.get(TUNNEL);
        assertThat(tunnel.propertyNames())
                .containsExactly(
                        "name",
                        "url",
                        "configuredUrl",
                        "overridden",
                        "paused",
                        "disabled",
                        "quietUntil",
                        "breaker",
                        "state",
                        "changedAt");
        assertThat(tunnel.path("url").asString("")).isEqualTo(configured);
        assertThat(tunnel.path("configuredUrl").asString("")).isEqualTo(configured);
        assertThat(tunnel.path("overridden").asBoolean(true)).isFalse();
        assertThat(tunnel.path("breaker").asString("")).isEqualTo("closed");
        assertThat(tunnel.path("state").asString("")).isEqualTo("running");
    }

    @Test
    void takesADestinationElsewhereAtOnceAndWhatWaitsForItsRetryToo() {
        String waiting = unique();
        router.peer("tunnel").when(request -> request.text().contains(waiting)).respond(503);
        String event = send(waiting);
        eventually().until(() -> client.state(event, "tunnel").equals("retrying"));
        try (ScriptedPeer moved = ScriptedPeer.start()) {
            JsonNode answer = patch("{\"url\": \"" + moved.url() + "/moved\"}");
            assertThat(answer.path("url").asString("")).isEqualTo(moved.url() + "/moved");
            assertThat(answer.path("configuredUrl").asString("")).isEqualTo(configured);
            assertThat(answer.path("overridden").asBoolean(false)).isTrue();
            assertThat(answer.path("changedAt").isString()).isTrue();
            // Its next try would have come in an hour.
            eventually().until(() -> client.state(event, "tunnel").equals("delivered"));
            assertThat(moved.requests(waiting))
                    .extracting(ScriptedPeer.Request::path)
                    .containsExactly("/moved");
            String fresh = unique();
            send(fresh);
            eventually().until(() -> moved.requests(fresh).size() == 1);
            assertThat(client.admin("DELETE", TUNNEL + "/override", "")
                            .json()
                            .path("url")
                            .asString(""))
                    .isEqualTo(configured);
        }
        String back = unique();
        send(back);
        eventually().until(() -> router.peer("tunnel").requests(back).size() == 1);
    }

    @Test
    void keepsAnOverrideWhenTheConfigurationIsReadAgain() {
        String original = SharedConfig.text(router.urls());
        try (ScriptedPeer moved = ScriptedPeer.start()) {
            patch("{\"url\": \"" + moved.url() + "\"}");
            router.configure(original.replace(configured + "\"", configured + "?changed\""));
            eventually()
                    .until(() -> client.get(TUNNEL)
                            .path("configuredUrl")
                            .asString("")
                            .endsWith("?changed"));
            assertThat(client.get(TUNNEL).path("url").asString("")).isEqualTo(moved.url());
            String id = unique();
            send(id);
            eventually().until(() -> moved.requests(id).size() == 1);
        } finally {
            router.configure(original);
            eventually()
                    .until(() -> client.get(TUNNEL)
                            .path("configuredUrl")
                            .asString("")
                            .equals(configured));
        }
    }

    @Test
    void holdsDeliveriesBackWhilePaused() {
        assertThat(patch("{\"paused\": true}").path("state").asString("")).isEqualTo("paused");
        String id = unique();
        String event = send(id);
        String later = send(unique());
        assertThat(client.state(event, "tunnel")).isEqualTo("pending");
        assertThat(client.state(later, "tunnel")).isEqualTo("pending");
        assertThat(router.peer("tunnel").requests(id)).isEmpty();
        JsonNode resumed = patch("{\"paused\": false}");
        assertThat(resumed.path("state").asString("")).isEqualTo("running");
        assertThat(resumed.path("overridden").asBoolean(true)).isFalse();
        eventually().until(() -> client.state(event, "tunnel").equals("delivered"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                | Nothing is to be changed; send something like",
                "{\"url\": null}                   | DELETE /api/destinations/tunnel/override",
                "{\"paused\": null}                | DELETE /api/destinations/tunnel/override",
                "{\"url\": \"ftp://crm/\"}         | url: \"ftp://crm/\" has the scheme ftp; only http and https work.",
                "{\"url\": \"crm/webhook\"}        | url: \"crm/webhook\" has no scheme; write http://crm/webhook.",
                "{\"url\": \"http://a b/\"}        | url: \"http://a b/\" is no URL",
                "{\"url\": \"http:///x\"}          | url: \"http:///x\" has no host.",
                "{\"ulr\": \"http://crm/\"}        | There is no ulr; did you mean \"url\"?",
                "{\"paused\": \"yes\"}             | paused is true or false, not \"yes\".",
                "nothing                           | The body is not JSON"
            })
    void saysWhatIsWrongWithAChangeAndChangesNothing(String body, String sentence) {
        Answer answer = client.admin("PATCH", TUNNEL, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asString("")).contains(sentence);
        assertThat(client.get(TUNNEL).path("overridden").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "PATCH, ''", "DELETE, /override"})
    void namesTheDestinationsThatThereAreWhereOneIsUnknown(String method, String rest) {
        Answer answer = client.admin(method, "/api/destinations/tunel" + rest, "{\"paused\": true}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asString("")).contains("no destination tunel", "tunnel");
    }
}
