package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Fact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What the sources read from the rest of a request: path, query, configuration. */
class RequestTests {

    @ParameterizedTest
    @CsvSource({
        "messages-upsert, message.received",
        "MESSAGES_UPSERT, message.received",
        "messages-set, message.received",
    })
    void namesEvolutionsEventByThePathWhereTheBodyDoesNot(String suffix, String type) {
        ObjectNode body = (ObjectNode) Fixtures.json("evolution-messages-upsert-reply");
        body.remove("event");
        assertThat(decoded("evolution-", body, suffix, Map.of()).type()).isEqualTo(type);
    }

    @Test
    void restoresTheNamesThatAPathCannotSpell() {
        assertThat(name("group-participants-update")).isEqualTo("group-participants.update");
        assertThat(name("typebot-change-status")).isEqualTo("typebot.change-status");
        assertThat(name("unheard-of")).isEqualTo("unheard-of");
        assertThat(name(null)).isNull();
    }

    private static @Nullable Object name(@Nullable String suffix) {
        Fact fact =
                decoded("evolution-", Fixtures.JSON.createObjectNode().put("instance", "Ravenna"), suffix, Map.of());
        return Canonical.data(fact.data()).get("name");
    }

    @Test
    void believesEvolutionsBodyBeforeThePath() {
        ObjectNode body = (ObjectNode) Fixtures.json("evolution-messages-upsert-reply");
        assertThat(decoded("evolution-", body, "connection-update", Map.of("instance", "Vendas")))
                .satisfies(fact -> assertThat(fact.type()).isEqualTo("message.received"))
                .satisfies(fact -> assertThat(fact.instance()).isEqualTo("Ravenna"));
    }

    @ParameterizedTest
    @CsvSource({
        "connect, connection.changed",
        "disconnect, connection.changed",
        "send-message, message.sent",
        "receive-message, message.received",
        "chat-presence, presence.changed",
        "message-status, message.status"
    })
    void namesWApisEventByThePathWhereTheBodyDoesNot(String suffix, String type) {
        ObjectNode body = Fixtures.JSON.createObjectNode();
        body.put("instanceId", "A").put("status", type.startsWith("presence") ? "COMPOSING" : "READ");
        if (type.startsWith("message")) {
            body.put("messageId", "3EB0");
        }
        if (type.endsWith("sent") || type.endsWith("received")) {
            body.putObject("msgContent").put("conversation", "oi");
            if (type.endsWith("sent")) {
                body.put("fromMe", true);
            }
        }
        if (!type.startsWith("connection")) {
            body.putObject("chat").put("id", "5511988887777");
        }
        assertThat(decoded("w-api-", body, suffix, Map.of()).type()).isEqualTo(type);
    }

    @Test
    void takesAnUnnamedMessageOnTheSendingPathForOurOwn() {
        ObjectNode body = (ObjectNode) Fixtures.json("w-api-delivery-without-from-me");
        body.remove("event");
        assertThat(decoded("w-api-", body, "send-message", Map.of()).type()).isEqualTo("message.sent");
    }

    @Test
    void namesTheInstanceByQueryElseByConfigurationElseByTheSource() {
        ObjectNode body = (ObjectNode) Fixtures.json("chat-whatsapp-message-incoming");
        SourceSettings configured = new SourceSettings(
                SourceType.CHAT_WHATSAPP,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                SourceSettings.of(SourceType.GENERIC).tolerance(),
                "Loja",
                null,
                null,
                null,
                null);
        Source source = Sources.of(Map.of("wweb", configured)).all().getFirst();
        assertThat(source.decode(Fixtures.inbound(body)).facts().getFirst().instance())
                .isEqualTo("Loja");
        assertThat(decoded("chat-whatsapp-", body, null, Map.of("instance", "Balcao"))
                        .instance())
                .isEqualTo("Balcao");
        assertThat(decoded("chat-whatsapp-", body, null, Map.of()).instance()).isEqualTo("chat-whatsapp");
        ObjectNode chatwoot = (ObjectNode) Fixtures.json("chatwoot-message-created-outgoing");
        assertThat(decoded("chatwoot-", chatwoot, null, Map.of("instance", "Ravenna"))
                        .instance())
                .isEqualTo("Ravenna");
    }

    @Test
    void keepsTheBytesOfAllButEvolution() {
        byte[] body = "{ \"event\" : \"test_event\" , \"apikey\":\"mine\" }".getBytes(StandardCharsets.UTF_8);
        for (Source source : Sources.defaults().all()) {
            boolean same = source.decode(Fixtures.inbound(body)).body() == body;
            assertThat(same).as(source.name()).isEqualTo(source.type() != SourceType.EVOLUTION);
        }
    }

    private static Fact decoded(String source, ObjectNode json, @Nullable String suffix, Map<String, String> query) {
        byte[] body = Fixtures.JSON.writeValueAsBytes(json);
        return Fixtures.source(source)
                .decode(Fixtures.inbound(body, Map.of(), query, suffix, "203.0.113.9"))
                .facts()
                .getFirst();
    }
}
