package dev.carteiro.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.event.Content;
import dev.carteiro.ingest.TestDoor;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PastsTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final TestDoor door = new TestDoor();
    private final Pasts pasts = new Pasts(door.door(), Clock.systemUTC(), "acme");

    private @Nullable Past read(String chat, String message, String... ignore) {
        return pasts.of(
                "evolution",
                JsonMapper.shared().readTree("""
                        {'id':'cm1','key':{'id':'3EB0','fromMe':false,%s},'pushName':'Ana','messageType':'conversation',
                         'message':%s,'messageTimestamp':1765378800,'MessageUpdate':[{'status':'READ'}]}""".formatted(chat, message).replace('\'', '"')),
                List.of(ignore));
    }

    private static String chat(String address) {
        return "'remoteJid':'" + address + "'";
    }

    @Test
    void readsAMessageAsIfItCameNow() {
        Past past = Objects.requireNonNull(read(chat("5511988887777@s.whatsapp.net"), "{'conversation':'Oi'}"));

        assertThat(past.id()).isEqualTo("3EB0");
        assertThat(past.at()).isEqualTo(1_765_378_800);
        assertThat(past.message().content()).isEqualTo(new Content.Text("Oi"));
        assertThat(door.facts()).as("nothing of it is for the log").isEmpty();
    }

    @Test
    void isDeliveredWithItsOwnTimeAndInstance() {
        Past past = Objects.requireNonNull(read(chat("5511988887777@s.whatsapp.net"), "{'conversation':'Oi'}"));

        Delivery delivery = past.delivery("acme-chatwoot", 2, NOW);
        assertThat(delivery.event().envelope().time()).isEqualTo(Instant.ofEpochSecond(1_765_378_800));
        assertThat(delivery.event().envelope().receivedAt()).isEqualTo(NOW);
        assertThat(delivery.event().envelope().instance()).isEqualTo("acme");
        assertThat(delivery.spent()).isEqualTo(2);
        assertThat(JsonMapper.shared()
                        .readTree(delivery.event().body())
                        .at("/data/message/conversation")
                        .asString(""))
                .isEqualTo("Oi");
    }

    @Test
    void knowsAChatByItsNumberWhereverThatIsTold() {
        Past past = Objects.requireNonNull(
                read("'remoteJid':'77@lid','remoteJidAlt':'5511988887777@s.whatsapp.net'", "{'conversation':'Oi'}"));

        assertThat(past.chat()).isEqualTo("5511988887777@s.whatsapp.net");
    }

    @Test
    void leavesOutWhatIsIgnored() {
        assertThat(read(chat("1203@g.us"), "{'conversation':'Oi'}", "@g.us")).isNull();
        assertThat(read(chat("status@broadcast"), "{'conversation':'Oi'}")).isNull();
        assertThat(read(chat("1203@newsletter"), "{'conversation':'Oi'}")).isNull();
        assertThat(read(chat("1203@g.us"), "{'conversation':'Oi'}", "@s.whatsapp.net"))
                .isNotNull();
    }

    @Test
    void leavesOutWhatIsNoMessage() {
        String deleted = "{'protocolMessage':{'type':'REVOKE','key':{'id':'3EAF'}}}";
        assertThat(read(chat("5511988887777@s.whatsapp.net"), deleted)).isNull();
        assertThat(read("'fromMe':true", "{'conversation':'Oi'}")).isNull();
    }
}
