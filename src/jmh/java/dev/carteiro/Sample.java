package dev.carteiro;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Recorded;
import dev.carteiro.source.Inbound;
import dev.carteiro.source.Sources;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A body as Evolution posts it, and what becomes of it on its way. */
public enum Sample {

    /** A text of about 1 KB, as in {@code bench/run}. */
    TEXT(body(frame("", ""))),

    /** A picture of 100 KB, which the gateway has put in: one string, that nobody reads. */
    MEDIA(body(frame("\"base64\":\"" + "aGVsbG8g".repeat(12_400) + "\",", ""))),

    /** 100 KB in 170 messages, as after a pairing: all of it is read. */
    HISTORY(body("[" + String.join(",", Collections.nCopies(170, frame("", "\"0\":12"))) + "]"));

    public static final Instant NOW = Instant.parse("2025-12-10T14:03:08Z");

    private final String body;

    Sample(String body) {
        this.body = body;
    }

    /** A message, with more in its content where that is wanted, and another secret. */
    private static String frame(String content, String secret) {
        return """
                {"key":{"remoteJid":"5511988800042@s.whatsapp.net","fromMe":false,"id":"3EB0A1B2C3D4E500000001","addressingMode":"pn"},\
                "pushName":"Ana Souza","status":"DELIVERY_ACK","message":{%s\
                "conversation":"Oi, tudo bem? O pedido 4711 ainda não chegou. Você pode ver para mim, por favor?",\
                "messageContextInfo":{"deviceListMetadata":{},"deviceListMetadataVersion":2,"messageSecret":{%s}}},\
                "contextInfo":{"mentionedJid":[],"groupMentions":[],"expiration":0},"messageType":"conversation",\
                "messageTimestamp":1765375387,"instanceId":"7d0e2f0a-9f0e-4a0e-8a55-0b9a4e3b9c11","source":"android"}\
                """.formatted(content, secret.isEmpty() ? secret() : secret);
    }

    private static String secret() {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            secret.append(i == 0 ? "" : ",").append('"').append(i).append("\":").append(i * 37 % 256);
        }
        return secret.toString();
    }

    private static String body(String data) {
        return """
                {"event":"messages.upsert","instance":"Ravenna","data":%s,\
                "destination":"http://router.example/webhook","date_time":"2025-12-10T11:03:07.412Z",\
                "sender":"5511900001111@s.whatsapp.net","server_url":"https://evolution.example",\
                "apikey":"A1B2C3D4-E5F6-4A7B-8C9D-0E1F2A3B4C5D"}\
                """.formatted(data);
    }

    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The request that brings it. */
    public Inbound inbound() {
        return new Inbound(
                bytes(),
                JsonMapper.shared().readTree(body),
                name -> null,
                name -> null,
                null,
                null,
                InetAddress.getLoopbackAddress(),
                NOW);
    }

    /** What it says. */
    public List<Fact> facts() {
        return Sources.defaults()
                .named("evolution")
                .orElseThrow()
                .decode(inbound())
                .facts();
    }

    /** Its first event, as the log keeps it. */
    public Recorded recorded() {
        Fact fact = facts().getFirst();
        return new Recorded(
                Envelope.of(7_404_000_000_000_000_000L, NOW, fact),
                JsonMapper.shared().writeValueAsBytes(Canonical.data(fact.data())),
                bytes());
    }
}
