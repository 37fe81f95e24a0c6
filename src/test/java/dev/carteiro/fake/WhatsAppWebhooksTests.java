package dev.carteiro.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.ScriptedPeer;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an Evolution server tells of people and of its own messages. */
class WhatsAppWebhooksTests {

    private static final String ANA = "5511988887777@s.whatsapp.net";

    private final ScriptedPeer peer = ScriptedPeer.start();
    private final Heard heard = new Heard(peer);
    private final WhatsAppServer whatsApp = WhatsAppServer.start();
    private final Caller client = new Caller(whatsApp.url(), "apikey", whatsApp.apiKey());
    private final WhatsAppInstance acme =
            whatsApp.instance("acme").webhook(peer.url() + "/hook", Map.of("authorization", "Bearer s3cr3t"));

    @AfterEach
    void close() {
        client.close();
        whatsApp.close();
        peer.close();
    }

    @Test
    void tellsOfACustomersText() {
        String id = whatsApp.customerWrites("acme", ANA, "Ana", "Oi");
        JsonNode body = heard.arrived("messages.upsert", 1).getFirst();
        assertThat(body.path("instance").asString()).isEqualTo("acme");
        assertThat(body.path("sender").asString()).isEqualTo(acme.jid());
        assertThat(body.path("destination").asString()).isEqualTo(peer.url() + "/hook");
        assertThat(body.path("data").path("key").toString())
                .isEqualTo("{\"remoteJid\":\"%s\",\"fromMe\":false,\"id\":\"%s\"}".formatted(ANA, id));
        assertThat(body.at("/data/message/conversation").asString()).isEqualTo("Oi");
        assertThat(body.at("/data/messageType").asString()).isEqualTo("conversation");
        assertThat(body.at("/data/messageTimestamp").isIntegralNumber()).isTrue();
        assertThat(peer.requests().getFirst().header("authorization")).isEqualTo("Bearer s3cr3t");
    }

    @Test
    void repeatsWhatWasNotTakenAndKeepsTheOrderOfAChat() {
        peer.respond(503).forFirst(2).respond(200);
        for (int i = 0; i < 5; i++) {
            whatsApp.customerWrites("acme", ANA, "Ana", "m" + i);
        }
        List<JsonNode> bodies = heard.arrived("messages.upsert", 7);
        assertThat(bodies)
                .extracting(body -> body.at("/data/message/conversation").asString())
                .containsExactly("m0", "m0", "m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void givesUpWhatWasRefusedForGood() {
        peer.respond(422).forFirst(1).respond(200);
        whatsApp.customerWrites("acme", ANA, "Ana", "refused");
        whatsApp.customerWrites("acme", ANA, "Ana", "taken");
        assertThat(heard.arrived("messages.upsert", 2))
                .extracting(body -> body.at("/data/message/conversation").asString())
                .containsExactly("refused", "taken");
    }

    @Test
    void sendsConcurrentlyWhereNoOrderIsWanted() {
        whatsApp.inOrder(false);
        peer.when(request -> request.text().contains("\"m0\"")).hang();
        IntStream.range(0, 5).forEach(i -> whatsApp.customerWrites("acme", ANA, "Ana", "m" + i));
        assertThat(heard.arrived("messages.upsert", 5)).hasSize(5);
    }

    @Test
    void tellsOfItsOwnMessageBeforeItAnswers() throws IOException {
        whatsApp.webhookFirst(true);
        Caller.Reply sent = client.post("/message/sendText/acme", "number", ANA, "text", "Oi");
        List<JsonNode> told = heard.bodies("send.message");
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().at("/data/key/id").asString()).isEqualTo(sent.at("/key/id"));
        assertThat(told.getFirst().at("/data/status").asString()).isEqualTo("PENDING");
        assertThat(heard.bodies("messages.upsert")).isEmpty();
    }

    @Test
    void tellsOfReceiptsByTheIdButNotInGroups() throws IOException {
        String id = client.post("/message/sendText/acme", "number", ANA, "text", "Oi")
                .at("/key/id");
        String group = client.post("/message/sendText/acme", "number", "120363025555555555@g.us", "text", "Oi")
                .at("/key/id");
        whatsApp.receipt("acme", group, "READ");
        whatsApp.receipt("acme", id, "READ");
        JsonNode body = heard.arrived("messages.update", 1).getFirst();
        assertThat(body.at("/data/keyId").asString()).isEqualTo(id);
        assertThat(body.at("/data/status").asString()).isEqualTo("READ");
        assertThat(body.at("/data/fromMe").asBoolean()).isTrue();
    }

    @Test
    void tellsOfEditsAndDeletionsTwice() {
        String id = whatsApp.customerWrites("acme", ANA, "Ana", "Oi");
        whatsApp.customerEdits("acme", id, "Olá");
        whatsApp.customerDeletes("acme", id);
        JsonNode deleted = heard.arrived("messages.delete", 1).getFirst();
        assertThat(deleted.at("/data/id").asString()).isEqualTo(id);
        assertThat(deleted.at("/data/status").asString()).isEqualTo("DELETED");
        assertThat(heard.bodies("messages.edited"))
                .extracting(body -> body.at("/data/type").asString())
                .containsExactly("MESSAGE_EDIT", "REVOKE");
        JsonNode update = heard.bodies("messages.update").getFirst();
        assertThat(update.at("/data/status").asString()).isEqualTo("SERVER_ACK");
        assertThat(update.at("/data/message/editedMessage/message/conversation").asString())
                .isEqualTo("Olá");
    }

    @Test
    void tellsOfRepliesAndReactionsByTheirTarget() throws IOException {
        String mine = client.post("/message/sendText/acme", "number", ANA, "text", "Oi")
                .at("/key/id");
        whatsApp.customerReplies("acme", ANA, "Ana", "Sim", mine);
        whatsApp.customerReacts("acme", ANA, "Ana", mine, "👍");
        List<JsonNode> bodies = heard.arrived("messages.upsert", 2);
        assertThat(bodies.get(0).at("/data/contextInfo/stanzaId").asString()).isEqualTo(mine);
        assertThat(bodies.get(0).at("/data/contextInfo/participant").asString()).isEqualTo(acme.jid());
        assertThat(bodies.get(1).at("/data/message/reactionMessage/key/fromMe").asBoolean())
                .isTrue();
    }

    @Test
    void tellsOfGroupsAndOfTheTelephoneItself() {
        WhatsAppServer.Member eva =
                new WhatsAppServer.Member("120363025555555555@g.us", "5511977776666@s.whatsapp.net", "Eva");
        whatsApp.groupMemberWrites("acme", eva, "Oi");
        JsonNode said = heard.arrived("messages.upsert", 1).getFirst();
        assertThat(said.at("/data/key/participant").asString()).isEqualTo("5511977776666@s.whatsapp.net");
        whatsApp.phoneWrites("acme", ANA, "Oi");
        JsonNode own = heard.arrived("messages.upsert", 2).getLast();
        assertThat(own.at("/data/key/fromMe").asBoolean()).isTrue();
        assertThat(own.at("/data/pushName").asString()).isEqualTo("Você");
    }

    @Test
    void losesTheLidWhereThereIsANumber() {
        acme.knownAs(ANA, "103899771998284@lid");
        String id = whatsApp.customerWrites("acme", ANA, "Ana", "Oi");
        JsonNode key = heard.arrived("messages.upsert", 1).getFirst().at("/data/key");
        assertThat(key.path("remoteJidAlt").asString()).isEqualTo(ANA);
        assertThat(key.path("addressingMode").asString()).isEqualTo("lid");
        whatsApp.receipt("acme", id, "READ");
        assertThat(heard.arrived("messages.update", 1)
                        .getFirst()
                        .at("/data/remoteJid")
                        .asString())
                .isEqualTo("103899771998284@lid");
    }

    @Test
    void sendsFilesWithTheWebhookByWish() {
        Media photo = Media.of("a.jpg", "image/jpeg", new byte[] {1, 2, 3, 4});
        Map<String, Object> message = Map.of("imageMessage", Map.of("caption", "olha"));
        whatsApp.customerSends("acme", ANA, message, "imageMessage", photo);
        JsonNode without = heard.arrived("messages.upsert", 1).getFirst().at("/data/message");
        assertThat(without.has("base64")).isFalse();
        assertThat(without.at("/imageMessage/fileLength/low").asInt()).isEqualTo(4);
        whatsApp.base64InWebhook(true);
        whatsApp.customerSends("acme", ANA, message, "imageMessage", photo);
        JsonNode with = heard.arrived("messages.upsert", 2).getLast().at("/data/message");
        assertThat(Base64.getDecoder().decode(with.path("base64").asString())).containsExactly(1, 2, 3, 4);
    }

    @Test
    void tellsOfTypingOnlyWhereItWasTypedTo() throws IOException {
        assertThat(whatsApp.types("acme", ANA)).isFalse();
        client.post("/chat/sendPresence/acme", "number", ANA, "presence", "composing", "delay", 1);
        assertThat(whatsApp.types("acme", ANA)).isTrue();
        JsonNode body = heard.arrived("presence.update", 1).getFirst();
        assertThat(body.path("data")
                        .path("presences")
                        .path(ANA)
                        .path("lastKnownPresence")
                        .asString())
                .isEqualTo("composing");
    }

    @Test
    void tellsOfQrCodesAndConnections() throws IOException {
        whatsApp.qr("acme", "2@AbC");
        whatsApp.connection("acme", "open");
        assertThat(heard.arrived("qrcode.updated", 1)
                        .getFirst()
                        .at("/data/qrcode/code")
                        .asString())
                .isEqualTo("2@AbC");
        JsonNode open = heard.arrived("connection.update", 1).getFirst();
        assertThat(open.at("/data/wuid").asString()).isEqualTo(acme.jid());
        assertThat(client.call("DELETE", "/instance/logout/acme", null).status())
                .isEqualTo(200);
        assertThat(heard.arrived("logout.instance", 1).getFirst().path("data").isNull())
                .isTrue();
        assertThat(client.call("DELETE", "/instance/logout/acme", null).status())
                .isEqualTo(400);
    }
}
