package dev.carteiro.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageHistoryTests {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Recorded event(long position, String word) {
        String type = word.startsWith("message.") ? word : "message.status";
        byte[] data = ("{\"messageId\":\"A1\",\"status\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Recorded(new Envelope(position, "evolution", type, null, null, NOW, NOW), data, new byte[0]);
    }

    private static Map<String, @Nullable Object> history(String... words) {
        List<Recorded> events = new ArrayList<>();
        Stream.of(words).forEach(word -> events.add(event(events.size() + 1L, word)));
        return MessageHistory.of("A1", events);
    }

    @ParameterizedTest
    @CsvSource({
        "sent delivered read played, played",
        "played read delivered sent, played",
        "read sent delivered,        read",
        "delivered delivered,        delivered",
        "failed,                     failed",
        "sent failed,                failed",
        "failed sent,                sent",
        "failed delivered,           delivered",
        "delivered failed,           delivered",
        "read failed,                read",
        "message.sent delivered,     delivered",
        "delivered message.sent,     delivered",
        "message.sent,               sent"
    })
    void neverGoesBackwards(String told, String status) {
        assertThat(history(told.split(" ", -1))).containsEntry("status", status);
    }

    @Test
    void keepsEachStepAndSaysWhichCounted() {
        assertThat(Objects.requireNonNull(
                        history("message.sent", "read", "delivered").get("history")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
                .extracting(step -> step.get("status") + " " + step.get("effective") + " " + step.get("eventId"))
                .containsExactly("sent true 1", "read true 2", "delivered false 3");
    }

    @Test
    void knowsNoStatusOfAMessageThatWasReceived() {
        assertThat(history("message.received", "message.edited", "message.deleted"))
                .containsEntry("status", null)
                .containsEntry("history", List.of());
    }
}
