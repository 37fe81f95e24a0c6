package dev.carteiro.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whose a connection is, as far as its source tells. */
class ConnectionTests {

    private static final String NUMBER = "+5511900001111";

    private static final List<String> PHONES = List.of(
            "\"5511900001111@s.whatsapp.net\"",
            "\"5511900001111:7@s.whatsapp.net\"",
            "\"5511900001111@c.us\"",
            "\"5511900001111\"",
            "\"+5511900001111\"",
            "5511900001111");

    private static final List<String> OTHERS = List.of(
            "\"103812345678901@lid\"",
            "\"120363000000000000@g.us\"",
            "\"Ravenna\"",
            "\"\"",
            "null",
            "true",
            "-7",
            "1.5e300",
            "{}",
            "{\"id\":\"5511900001111\"}",
            "[\"5511900001111\"]");

    @Test
    void readsAPhonesAddressHoweverItIsWritten() {
        for (String phone : PHONES) {
            assertThat(ofEvolution(phone)).as(phone).isEqualTo(NUMBER);
            assertThat(ofChatWhatsapp(phone)).as(phone).isEqualTo(NUMBER);
            assertThat(ofWApi(phone)).as(phone).isEqualTo(NUMBER);
        }
    }

    @Test
    void takesNothingElseForANumber() {
        for (String other : OTHERS) {
            assertThat(ofEvolution(other)).as(other).isNull();
            assertThat(ofChatWhatsapp(other)).as(other).isNull();
            assertThat(ofWApi(other)).as(other).isNull();
        }
    }

    @Test
    void believesAWholeAddressBeforeItsParts() {
        assertThat(ofChatWhatsapp("{\"user\":\"5511900001111\"}")).isEqualTo(NUMBER);
        assertThat(ofChatWhatsapp("{\"user\":\"5511900001111\",\"server\":\"c.us\"}"))
                .isEqualTo(NUMBER);
        assertThat(ofChatWhatsapp("{\"user\":\"1\",\"_serialized\":\"5511900001111@c.us\"}"))
                .isEqualTo(NUMBER);
        assertThat(ofChatWhatsapp("{\"user\":\"103812345678901\",\"server\":\"lid\"}"))
                .isNull();
        assertThat(ofChatWhatsapp("{\"user\":\"103812345678901\",\"_serialized\":\"103812345678901@lid\"}"))
                .isNull();
    }

    /** Before that it may still be the one of the last connection. */
    @Test
    void takesEvolutionsSenderForTheNumberOnceTheConnectionIsOpen() {
        ObjectNode body = evolution("5511900001111@s.whatsapp.net");
        assertThat(changed("evolution-", body).number()).isEqualTo(NUMBER);
        assertThat(changed("evolution-", evolution("103812345678901@lid")).number())
                .isNull();
        data(body).put("wuid", "5521900002222@s.whatsapp.net");
        assertThat(changed("evolution-", body).number()).isEqualTo("+5521900002222");
        data(body).put("state", "connecting").remove("wuid");
        assertThat(changed("evolution-", body).number()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "{}", "[\"Ravenna\"]", "true"})
    void hasNoProfileNameWhereThereIsNone(String odd) {
        ObjectNode evolution = (ObjectNode) Fixtures.json("evolution-connection-update-open");
        data(evolution).set("profileName", json(odd));
        assertThat(changed("evolution-", evolution).profileName()).isNull();
        ObjectNode chatWhatsapp = (ObjectNode) Fixtures.json("chat-whatsapp-status-connected");
        client(chatWhatsapp).set("pushname", json(odd));
        assertThat(changed("chat-whatsapp-", chatWhatsapp).profileName()).isNull();
        data(chatWhatsapp).set("clientInfo", json(odd));
        assertThat(changed("chat-whatsapp-", chatWhatsapp))
                .satisfies(changed -> assertThat(changed.number()).isNull())
                .satisfies(changed -> assertThat(changed.profileName()).isNull());
    }

    private static @Nullable String ofEvolution(String wuid) {
        ObjectNode body = (ObjectNode) Fixtures.json("evolution-connection-update-open");
        body.remove("sender");
        data(body).set("wuid", json(wuid));
        return changed("evolution-", body).number();
    }

    private static @Nullable String ofChatWhatsapp(String wid) {
        ObjectNode body = (ObjectNode) Fixtures.json("chat-whatsapp-status-connected");
        client(body).set("wid", json(wid));
        return changed("chat-whatsapp-", body).number();
    }

    private static @Nullable String ofWApi(String connectedPhone) {
        ObjectNode body = (ObjectNode) Fixtures.json("w-api-connected");
        body.set("connectedPhone", json(connectedPhone));
        return changed("w-api-", body).number();
    }

    /** An open connection whose data does not say whose it is. */
    private static ObjectNode evolution(String sender) {
        ObjectNode body = (ObjectNode) Fixtures.json("evolution-connection-update-open");
        data(body).remove("wuid");
        return body.put("sender", sender);
    }

    private static ObjectNode data(ObjectNode body) {
        return (ObjectNode) body.path("data");
    }

    private static ObjectNode client(ObjectNode body) {
        return (ObjectNode) body.at("/data/clientInfo");
    }

    private static JsonNode json(String text) {
        return Fixtures.JSON.readTree(text);
    }

    private static Event.ConnectionChanged changed(String source, ObjectNode body) {
        return (Event.ConnectionChanged) Fixtures.source(source)
                .decode(Fixtures.inbound(body))
                .facts()
                .getFirst()
                .data();
    }
}
