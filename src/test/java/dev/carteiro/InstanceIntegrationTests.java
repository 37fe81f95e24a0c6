package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static dev.carteiro.TestEvents.unique;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.carteiro.RouterClient.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Instances as they are learned of from what gateways send, whichever they are. */
@ExtendWith(SharedRouter.Provider.class)
class InstanceIntegrationTests {

    private static final String CODE = "2@" + "AbCdEfGh0123456789+/=,".repeat(10);

    private final SharedRouter router;
    private final RouterClient client;
    private final String name = "Loja-" + unique();

    InstanceIntegrationTests(SharedRouter router) {
        this.router = router;
        this.client = router.client();
    }

    private JsonNode instance() {
        return client.get("/api/instances/" + name);
    }

    private void post(String path, String body) {
        Answer answer = client.post(path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Answer admin(String method, String path, String... more) {
        return client.send(
                client.request(path, with(more)).method(method, java.net.http.HttpRequest.BodyPublishers.noBody()));
    }

    private static String[] with(String... more) {
        String[] headers = java.util.Arrays.copyOf(more, more.length + 2);
        headers[more.length] = "Authorization";
        headers[more.length + 1] = "Bearer " + RouterClient.ADMIN;
        return headers;
    }

    /** What a phone's camera would read. */
    static String read(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            return new QRCodeReader()
                    .decode(new BinaryBitmap(
                            new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))))
                    .getText();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NotFoundException | com.google.zxing.ChecksumException | com.google.zxing.FormatException unreadable) {
            throw new AssertionError("no code can be read", unreadable);
        }
    }

    @Test
    void showsTheLastStateOfAnInstance() {
        client.accept(TestEvents.connection(name, "connecting"));
        assertThat(instance().path("state").asString("")).isEqualTo("connecting");
        client.accept(TestEvents.connection(name, "open"));

        JsonNode instance = instance();

        assertThat(instance.path("state").asString("")).isEqualTo("open");
        assertThat(instance.path("source").asString("")).isEqualTo("evolution");
        assertThat(instance.path("number").asString("")).isEqualTo("+5511900001111");
        assertThat(instance.path("profileName").asString("")).isEqualTo("Loja");
        assertThat(client.get("/api/instances").path("instances").valueStream())
                .anySatisfy(one -> assertThat(one.path("name").asString("")).isEqualTo(name));
        eventually().until(() -> instance().path("lastEventAt").isString());
    }

    @Test
    void showsACodeAsJsonAndAsAPictureUntilThePhoneIsPaired() {
        client.accept(TestEvents.qrcode(name, CODE));

        JsonNode qr = client.get("/api/instances/" + name + "/qr");

        assertThat(qr.path("available").asBoolean(false)).isTrue();
        assertThat(qr.path("code").asString("")).isEqualTo(CODE);
        String image = qr.path("image").asString("");
        assertThat(image).startsWith("data:image/png;base64,");
        assertThat(read(Base64.getDecoder().decode(image.substring(image.indexOf(',') + 1))))
                .isEqualTo(CODE);
        Answer picture = admin("GET", "/api/instances/" + name + "/qr", "Accept", "image/png");
        assertThat(picture.header("content-type")).isEqualTo("image/png");
        assertThat(picture.header("cache-control")).isEqualTo("no-store");
        assertThat(read(picture.response().body())).isEqualTo(CODE);
        assertThat(read(admin("GET", "/api/instances/" + name + "/qr.png")
                        .response()
                        .body()))
                .isEqualTo(CODE);

        client.accept(TestEvents.connection(name, "open"));
        assertThat(client.get("/api/instances/" + name + "/qr")
                        .path("available")
                        .asBoolean(true))
                .isFalse();
        assertThat(admin("GET", "/api/instances/" + name + "/qr.png").status()).isEqualTo(404);
    }

    @Test
    void showsNoCodeThatHasExpired() {
        client.accept(TestEvents.qrcode(name, CODE));
        assertThat(instance().path("qrAvailable").asBoolean(false)).isTrue();

        assertThat(router.update("UPDATE instance SET qr_at = now() - interval '61 s' WHERE name = '" + name + "'"))
                .isEqualTo(1);

        assertThat(instance().path("qrAvailable").asBoolean(true)).isFalse();
        JsonNode qr = client.get("/api/instances/" + name + "/qr");
        assertThat(qr.path("available").asBoolean(true)).isFalse();
        assertThat(qr.path("reason").asString("")).contains("expired");
        assertThat(qr.toString()).doesNotContain(CODE);
    }

    @Test
    void anOlderEventThatIsWrittenDownLaterChangesNothing() {
        client.accept(TestEvents.connection(name, "open"));
        assertThat(router.update(
                        "UPDATE instance SET state_position = state_position + (1::bigint << 40) WHERE name = '" + name
                                + "'"))
                .isEqualTo(1);
        client.accept(TestEvents.connection(name, "close"));
        assertThat(instance().path("state").asString("")).isEqualTo("open");
    }

    @Test
    void learnsOfInstancesOfOtherGateways() {
        String wid = "5515998970105";
        post("/webhook/connect", """
                {"instanceId": "%s", "event": "connection", "status": "connected", "timestamp": "2025-01-15T10:30:00Z"}
                """.formatted(name));
        assertThat(instance().path("state").asString("")).isEqualTo("open");
        post("/webhook/disconnect", """
                {"instanceId": "%s", "event": "disconnection", "status": "disconnected", "timestamp": "2025-01-15T10:35:00Z"}
                """.formatted(name));
        assertThat(instance().path("state").asString("")).isEqualTo("close");
        String chat = "/api/webhook/chat-whatsapp?instance=" + name + "-chat";
        post(chat, """
                {"event": "qr", "data": {"qr": "data:image/png;base64,%s", "available": true}, "timestamp": "%s"}
                """.formatted(unique(), java.time.Instant.now()));
        assertThat(client.get("/api/instances/" + name + "-chat")
                        .path("qrAvailable")
                        .asBoolean(false))
                .isTrue();
        post(chat, """
                {"event": "status", "data": {"connected": true, "clientInfo": {"wid": "%s", "pushname": "Nome"}, "qrAvailable": false},
                 "timestamp": "%s"}
                """.formatted(wid, java.time.Instant.now()));
        JsonNode paired = client.get("/api/instances/" + name + "-chat");
        assertThat(paired.path("state").asString("")).isEqualTo("open");
        assertThat(paired.path("number").asString("")).isEqualTo("+" + wid);
        assertThat(paired.path("profileName").asString("")).isEqualTo("Nome");
        assertThat(paired.path("qrAvailable").asBoolean(true)).isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(admin("GET", "/api/instances/" + name).status()).isEqualTo(404);
        assertThat(admin("POST", "/api/instances/" + name + "/restart").status())
                .isEqualTo(404);
        client.accept(TestEvents.connection(name, "close"));
        Answer restart = admin("POST", "/api/instances/" + name + "/restart");
        assertThat(restart.status()).isEqualTo(422);
        assertThat(restart.json().path("detail").asString("")).contains("url and api-key");
        assertThat(client.admin("POST", "/api/instances", "{\"nome\": \"x\"}").status())
                .isEqualTo(400);
        assertThat(client.admin("POST", "/api/instances", "{}").text()).contains("has no name");
        assertThat(client.admin("POST", "/api/instances", "{\"name\": \"a/b\"}").status())
                .isEqualTo(400);
        Answer nobody = client.admin("POST", "/api/instances", "{\"name\": \"x\"}");
        assertThat(nobody.status()).isEqualTo(422);
        assertThat(nobody.json().path("detail").asString("")).contains("No source has an Evolution server");
        assertThat(client.admin("POST", "/api/instances", "{\"name\": \"x\", \"source\": \"nowhere\"}")
                        .status())
                .isEqualTo(404);
        assertThat(admin("POST", "/api/instances/" + name + "/connect?number=abc")
                        .status())
                .isEqualTo(400);
        assertThat(client.send("GET", "/api/instances").status())
                .as("without the token")
                .isEqualTo(401);
    }

    @Test
    void asksWhoseItIsWhereSeveralSourcesHaveOneOfThatName() {
        client.accept(TestEvents.connection(name, "open"));
        post("/webhook/connect", """
                {"instanceId": "%s", "event": "connection", "status": "connected"}
                """.formatted(name));
        Answer answer = admin("GET", "/api/instances/" + name);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("detail").asString("")).contains("evolution, w-api");
        assertThat(client.get("/api/instances/" + name + "?source=w-api")
                        .path("source")
                        .asString(""))
                .isEqualTo("w-api");
    }

    @Test
    void forgetsAnInstanceThatNobodyRuns() {
        client.accept(TestEvents.connection(name, "close"));
        assertThat(admin("DELETE", "/api/instances/" + name).status()).isEqualTo(200);
        assertThat(admin("GET", "/api/instances/" + name).status()).isEqualTo(404);
    }
}
