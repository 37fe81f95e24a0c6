package dev.carteiro.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.evolution.WireDecoder.Payload;
import io.socket.parser.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireDecoderTests {

    private static final String TWO_PARTS =
            "{\"a\":{\"_placeholder\":true,\"num\":1},\"b\":{\"_placeholder\":true,\"num\":0}}";

    private final List<Event> events = new ArrayList<>();
    private final List<Integer> others = new ArrayList<>();
    private final List<String> garbled = new ArrayList<>();
    private final WireDecoder decoder = new WireDecoder(garbled::add);

    private record Event(String namespace, String name, String json) {}

    @BeforeEach
    void listen() {
        decoder.onDecoded(packet -> {
            if (packet.data instanceof JSONArray arguments && arguments.opt(1) instanceof Payload payload) {
                assertThat(packet.type).isEqualTo(Parser.EVENT);
                events.add(new Event(packet.nsp, name(arguments), new String(payload.json(), StandardCharsets.UTF_8)));
            } else {
                others.add(packet.type);
            }
        });
    }

    private static String name(JSONArray arguments) {
        try {
            return arguments.getString(0);
        } catch (JSONException none) {
            throw new AssertionError(none);
        }
    }

    private void addBytes(int... bytes) {
        byte[] frame = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            frame[i] = (byte) bytes[i];
        }
        decoder.add(frame);
    }

    @Test
    void readsAnEventOfTheWholeServer() {
        decoder.add("2[\"messages.upsert\",{\"a\":[1]}]");
        assertThat(events).containsExactly(new Event("/", "messages.upsert", "{\"a\":[1]}"));
        assertThat(decoder.isIncomplete()).isFalse();
        assertThat(garbled).isEmpty();
    }

    @Test
    void readsAnEventOfAnInstance() {
        decoder.add("2/Loja [centro],[\"call\",{}]");
        assertThat(events).containsExactly(new Event("/Loja [centro]", "call", "{}"));
    }

    @Test
    void passesOverTheNumberOfAnAcknowledgement() {
        decoder.add("217[\"call\",{}]");
        decoder.add("2/acme,18[\"call\",{}]");
        assertThat(events).containsExactly(new Event("/", "call", "{}"), new Event("/acme", "call", "{}"));
    }

    @Test
    void putsBytesWhereTheyBelongOnceAllAreThere() {
        decoder.add("52-/acme,[\"messages.upsert\"," + TWO_PARTS + "]");
        addBytes(1, 2, 3);
        assertThat(decoder.isIncomplete()).isTrue();
        assertThat(events).isEmpty();
        addBytes(255);
        assertThat(decoder.isIncomplete()).isFalse();
        assertThat(events).containsExactly(new Event("/acme", "messages.upsert", "{\"a\":\"/w==\",\"b\":\"AQID\"}"));
    }

    @Test
    void readsAnEventThatAnnouncesNoBytesAfterAll() {
        decoder.add("50-[\"call\",{}]");
        assertThat(events).containsExactly(new Event("/", "call", "{}"));
        assertThat(decoder.isIncomplete()).isFalse();
    }

    @Test
    void startsAnewWhereAnEventBreaksOffAndSaysSo() {
        decoder.add("52-[\"messages.upsert\"," + TWO_PARTS + "]");
        addBytes(1);
        decoder.add("51-[\"call\",{\"b\":{\"_placeholder\":true,\"num\":0}}]");
        addBytes(2);
        assertThat(events).containsExactly(new Event("/", "call", "{\"b\":\"Ag==\"}"));
        assertThat(garbled).singleElement().asString().contains("broke off", "1 of 2");
    }

    @Test
    void saysThatBytesBelongToNoEvent() {
        addBytes(1, 2);
        decoder.add("2[\"call\",{}]");
        addBytes(3);
        assertThat(garbled)
                .containsExactly(
                        "a frame of 2 bytes that belongs to no event", "a frame of 1 bytes that belongs to no event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2/acme",
                "2/acme,",
                "2null",
                "2{}",
                "2{\"a\":[\"b\",1]}",
                "2x[\"call\",{}]",
                "2[]",
                "2[\"call\"]",
                "2[\"call\",{}",
                "2[\"call\",]",
                "2[1,{}]",
                "5[\"call\",{}]",
                "5-[\"call\",{}]",
                "5x-[\"call\",{}]",
                "5-1-[\"call\",{}]",
                "599999999999-[\"call\",{}]",
                "51000001-[\"call\",{}]"
            })
    void saysThatAFrameIsNoEventAndReadsOn(String frame) {
        decoder.add(frame);
        assertThat(events).isEmpty();
        assertThat(garbled).hasSize(1);
        decoder.add("2[\"call\",{}]");
        assertThat(events).hasSize(1);
    }

    @Test
    void saysOnceThatAnEventHasTooManyBytesWithIt() {
        decoder.add("51000001-[\"call\",{}]");
        addBytes(1, 2, 3);
        assertThat(garbled).hasSize(1);
        decoder.add("2[\"call\",{}]");
        addBytes(1);
        assertThat(events).hasSize(1);
        assertThat(garbled).as("bytes that belong to nothing").hasSize(2);
    }

    @Test
    void saysThatAnEventWithBytesIsNoJson() {
        decoder.add("51-[\"call\",{\"a\":}]");
        addBytes(1);
        assertThat(events).isEmpty();
        assertThat(garbled).singleElement().asString().contains("JSON is broken");
    }

    @Test
    void leavesTheOrderOfKeysAndTheNumbersAsTheyCame() {
        String json = "{\"z\":1.0,\"2\":12345678901234567890,\"1\":1e400,\"a\":0.10,\"\":-0}";
        decoder.add("2[\"x\"," + json + "]");
        assertThat(events).containsExactly(new Event("/", "x", json));
    }

    @Test
    void leavesThemSoBesideBytes() {
        String json = "{\"z\":1.0,\"2\":12345678901234567890,\"1\":0.12345678901234567890123,\"a\":0.10}";
        decoder.add("51-[\"x\"," + json + "]");
        addBytes(1);
        assertThat(events).containsExactly(new Event("/", "x", json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "51-"})
    void readsEveryScript(String head) {
        decoder.add(head + "/São João,[\"x\",{\"text\":\"açaí, ação – 日本 😀\"}]");
        addBytes(1);
        assertThat(events).containsExactly(new Event("/São João", "x", "{\"text\":\"açaí, ação – 日本 😀\"}"));
    }

    @Test
    void makesAQuestionMarkOfHalfACharacter() {
        decoder.add("2[\"x\",{\"text\":\"\ud83d\"}]");
        assertThat(events).containsExactly(new Event("/", "x", "{\"text\":\"?\"}"));
    }

    @Test
    void leavesOtherPacketsToTheLibrary() {
        decoder.add("0{\"sid\":\"x\"}");
        decoder.add("4/acme,{\"message\":\"Invalid namespace\"}");
        decoder.add("1/acme,");
        assertThat(others).containsExactly(Parser.CONNECT, Parser.CONNECT_ERROR, Parser.DISCONNECT);
        assertThat(events).isEmpty();
        assertThat(garbled).isEmpty();
    }

    @Test
    void forgetsAnUnfinishedEventWhenItIsClosed() {
        decoder.add("51-[\"x\",{}]");
        decoder.destroy();
        assertThat(decoder.isIncomplete()).isFalse();
        addBytes(1);
        assertThat(events).isEmpty();
    }
}
