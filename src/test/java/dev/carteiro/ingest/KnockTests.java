package dev.carteiro.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.source.SourceSettings;
import dev.carteiro.source.SourceType;
import dev.carteiro.source.Sources;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class KnockTests {

    private final Sources sources = Sources.defaults();

    private String described(String path) {
        return Knock.of(path, sources)
                .map(knock -> (knock.source() == null ? "body" : knock.source().name()) + " " + knock.instance() + " "
                        + knock.suffix())
                .orElse("nobody");
    }

    @ParameterizedTest
    @CsvSource({
        "/webhook/evolution,                       evolution null null",
        "/webhook/evolution/,                      evolution null null",
        "//webhook///evolution//,                  evolution null null",
        "/webhook/evolution/messages-upsert,       evolution null messages-upsert",
        "/webhook/evolution//messages-upsert/,     evolution null messages-upsert",
        "/webhook/evolution/a/b,                   evolution null a/b",
        "/webhook/%65volution,                     evolution null null",
        "/webhook,                                 body null null",
        "/webhook/,                                body null null",
        "/webhook/connect,                         w-api null connect",
        "/webhook/disconnect/,                     w-api null disconnect",
        "/webhook/send-message/,                   w-api null send-message",
        "/webhook/receive-message,                 w-api null receive-message",
        "/webhook/chat-presence,                   w-api null chat-presence",
        "/webhook/message-status,                  w-api null message-status",
        "/webhook/connect/more,                    nobody",
        "/webhook/w-api/receive-message,           w-api null receive-message",
        "/api/webhook/chat-whatsapp,               chat-whatsapp null null",
        "/api/webhook/chat-whatsapp/,              chat-whatsapp null null",
        "/api/webhook/chat-whatsapp/more,          nobody",
        "/chatwoot/webhook/Ravenna,                chatwoot Ravenna null",
        "/chatwoot/webhook/Minha%20Loja+1/,        chatwoot Minha Loja+1 null",
        "/chatwoot/webhook,                        nobody",
        "/chatwoot/webhook/Ravenna/more,           nobody",
        "/webhook/unknown,                         nobody"
    })
    void findsTheSourceThatAPathNames(String path, String expected) {
        assertThat(described(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/events",
                "/chatwoot/set/Ravenna",
                "/api/webhook",
                "/webhooks",
                "/api/webhook/x",
                "/webhook%2Fx",
                "/chatwootwebhook",
                "",
                "/api/webhook/chat-whatsapps"
            })
    void leavesOtherPathsAlone(String path) {
        assertThat(Knock.concerns(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhook",
                "//webhook/x/y",
                "/api//webhook/chat-whatsapp/",
                "/chatwoot/webhook/a",
                "/webhook/",
                "/%77ebhook/x",
                "webhook/x",
                "/api/webhook/chat-whatsapp",
                "/webhook/a%2Fb//c"
            })
    void looksAfterItsOwnPaths(String path) {
        assertThat(Knock.concerns(path)).isTrue();
    }

    @Test
    void prefersASourceThatHasTheNameOfAKindOfWApi() {
        Sources named = Sources.of(Map.of("connect", SourceSettings.of(SourceType.GENERIC)));
        assertThat(Knock.of("/webhook/connect", named))
                .hasValueSatisfying(knock -> assertThat(knock.source())
                        .isEqualTo(named.named("connect").orElseThrow()));
    }

    @Test
    void leavesAMalformedEscapeAsItIs() {
        assertThat(described("/chatwoot/webhook/100%")).isEqualTo("chatwoot 100% null");
    }

    @Test
    void letsTheBodyTellWhereThePathDoesNot() {
        Knock knock = Knock.of("/webhook", sources).orElseThrow();
        assertThat(knock.reader(sources, JsonMapper.shared().readTree("{\"event\":\"test_event\"}"))
                        .name())
                .isEqualTo("generic");
    }
}
