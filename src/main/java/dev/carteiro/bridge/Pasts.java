package dev.carteiro.bridge;

import dev.carteiro.config.Bridged;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Message;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.ingest.Reading;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what Evolution has kept of an instance's messages as it would be read if it came now. */
final class Pasts {

    private final FrontDoor door;
    private final Clock clock;
    private final String instance;

    Pasts(FrontDoor door, Clock clock, String instance) {
        this.door = door;
        this.clock = clock;
        this.instance = instance;
    }

    /** Null where the record is no message, or one of a chat that is left alone. */
    @Nullable Past of(String source, JsonNode record, List<String> ignore) {
        Reading reading = door.read(source, StoredRecord.event(instance, record), clock.instant());
        if (reading == null) {
            return null;
        }
        for (Fact fact : reading.facts()) {
            Message message = message(fact.data());
            if (message != null && !Bridged.leavesAlone(message.chat().id(), ignore)) {
                return new Past(fact, message, reading.body());
            }
        }
        return null;
    }

    /** What was edited or deleted is kept as it was in the end. */
    private static @Nullable Message message(Event event) {
        return switch (event) {
            case Event.MessageReceived received -> received.message();
            case Event.MessageSent sent -> sent.message();
            case Event.MessageStatus status -> null;
            case Event.MessageEdited edited -> null;
            case Event.MessageDeleted deleted -> null;
            case Event.ConnectionChanged connection -> null;
            case Event.QrcodeUpdated code -> null;
            case Event.PresenceChanged presence -> null;
            case Event.ContactChanged contact -> null;
            case Event.ConversationChanged conversation -> null;
            case Event.CallReceived call -> null;
            case Event.ReplyProposed reply -> null;
            case Event.Unrecognized unrecognized -> null;
        };
    }
}
