package dev.carteiro;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Bodies as the connected systems send them. */
final class TestEvents {

    private static final AtomicLong SERIAL = new AtomicLong(System.currentTimeMillis() << 12);

    private TestEvents() {}

    /** An id that no other event of any run has. */
    static String unique() {
        return "3EB0" + Long.toHexString(SERIAL.incrementAndGet()).toUpperCase(java.util.Locale.ROOT);
    }

    /** A WhatsApp number that no other test has. */
    static String chat() {
        return "55" + SERIAL.incrementAndGet() % 100_000_000_000L + "@s.whatsapp.net";
    }

    /** Evolution's {@code messages.upsert}: a customer's text. */
    static String message(String instance, String chat, String id) {
        return """
                {"event": "messages.upsert", "instance": "%s", "data": %s,
                 "destination": "http://carteiro:8802/webhook/evolution", "date_time": "2025-12-10T11:03:07.412Z",
                 "sender": "5511900001111@s.whatsapp.net", "server_url": "http://evolution_api:8080", "apikey": null}
                """.formatted(instance, item(chat, id, false));
    }

    /** Evolution's {@code messages.set}: many messages in one body. */
    static String history(String instance, String chat, String... ids) {
        String items = String.join(
                ",",
                java.util.stream.Stream.of(ids).map(id -> item(chat, id, false)).toList());
        return """
                {"event": "messages.set", "instance": "%s", "data": [%s], "date_time": "2025-12-10T11:03:07.412Z",
                 "sender": "5511900001111@s.whatsapp.net", "server_url": "http://evolution_api:8080", "apikey": null,
                 "isLatest": true, "progress": 100}
                """.formatted(instance, items);
    }

    /** Evolution's {@code connection.update}. */
    static String connection(String instance, String state) {
        return """
                {"event": "connection.update", "instance": "%s",
                 "data": {"instance": "%s", "wuid": "5511900001111@s.whatsapp.net", "profileName": "Loja", "state": "%s",
                          "statusReason": 200},
                 "date_time": "%s", "sender": "5511900001111@s.whatsapp.net", "apikey": null}
                """.formatted(instance, instance, state, java.time.Instant.now());
    }

    /** Evolution's {@code qrcode.updated}. */
    static String qrcode(String instance, String code) {
        return """
                {"event": "qrcode.updated", "instance": "%s",
                 "data": {"qrcode": {"instance": "%s", "pairingCode": null, "code": "%s", "base64": null}},
                 "date_time": "%s", "apikey": null}
                """.formatted(instance, instance, code, java.time.Instant.now());
    }

    /** Evolution's {@code send.message}. */
    static String sent(String instance, String chat, String id) {
        return message(instance, chat, id)
                .replace("messages.upsert", "send.message")
                .replace("\"fromMe\": false", "\"fromMe\": true");
    }

    /** Evolution's {@code messages.update}: a receipt. */
    static String receipt(String instance, String chat, String id, String status) {
        return """
                {"event": "messages.update", "instance": "%s",
                 "data": {"keyId": "%s", "remoteJid": "%s", "fromMe": true, "status": "%s", "instanceId": "7d0e"},
                 "date_time": "2025-12-10T11:03:07.412Z", "sender": "5511900001111@s.whatsapp.net", "apikey": null}
                """.formatted(instance, id, chat, status);
    }

    private static String item(String chat, String id, boolean fromMe) {
        return """
                {"key": {"remoteJid": "%s", "fromMe": %s, "id": "%s"}, "pushName": "Ana Souza", "status": "DELIVERY_ACK",
                 "message": {"conversation": "Oi, tudo bem? %s"}, "messageType": "conversation",
                 "messageTimestamp": 1765375387, "instanceId": "7d0e2f0a-9f0e-4a0e-8a55-0b9a4e3b9c11", "source": "android"}
                """.strip().formatted(chat, fromMe, id, id);
    }

    /** A recorded body, by its name under {@code source/}. */
    static String recorded(String name) {
        try (InputStream in = TestEvents.class.getResourceAsStream("/source/" + name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no recorded body is called " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
