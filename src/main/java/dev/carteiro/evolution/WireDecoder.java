package dev.carteiro.evolution;

import io.socket.parser.IOParser;
import io.socket.parser.Packet;
import io.socket.parser.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Takes events off the wire as they are, where the library's own decoder would make maps of them: those forget the order
 * of keys and what the numbers were. All other packets are few and small, and are the library's.
 *
 * <p>{@code 2/ns,["name",{…}]} is an event, {@code 52-/ns,["name",{…}]} one that is followed by two frames of bytes, which
 * belong where {@code {"_placeholder":true,"num":0}} stands (socket.io-protocol 5).
 */
final class WireDecoder implements Parser.Decoder {

    /** A history with thousands of pictures has tens of thousands. */
    private static final int MOST_ATTACHMENTS = 1_000_000;

    private final IOParser.Decoder library = new IOParser.Decoder();
    private final Consumer<String> garbled;
    private final List<byte[]> attachments = new ArrayList<>();
    private @Nullable Head incomplete;
    private int unwanted; // frames of an event that was refused
    private @Nullable Callback callback;

    /** {@code garbled} is told what could not be read. */
    WireDecoder(Consumer<String> garbled) {
        this.garbled = garbled;
    }

    /** An event's argument, as Socket.IO's listeners get it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Payload(byte[] json) {}

    /** What stands before an event's arguments, which are {@code text} from {@code from} on. */
    private record Head(int attachments, String namespace, String text, int from) {

        /** The last number would ask for an acknowledgement; Evolution never does. */
        private static final Pattern HEAD = Pattern.compile("(?:2|5(\\d{1,9})-)(?:(/[^,]*),)?\\d*(?=\\[\")");

        static @Nullable Head of(String text) {
            Matcher head = HEAD.matcher(text);
            if (!head.lookingAt()) {
                return null;
            }
            String attachments = head.group(1);
            String namespace = head.group(2);
            return new Head(
                    attachments == null ? 0 : Integer.parseInt(attachments),
                    namespace == null ? StreamSignal.ROOT : namespace,
                    text,
                    head.end());
        }
    }

    @Override
    public void add(String text) {
        breakOff();
        if (!text.isEmpty() && text.charAt(0) != '2' && text.charAt(0) != '5') {
            library.add(text);
            return;
        }
        Head head = Head.of(text);
        if (head == null) {
            garbled.accept("a frame of " + text.length() + " characters that begins like an event and is none");
        } else if (head.attachments() > MOST_ATTACHMENTS) {
            garbled.accept("an event with " + head.attachments() + " attachments");
            unwanted = head.attachments();
        } else if (head.attachments() == 0) {
            emit(head);
        } else {
            incomplete = head;
        }
    }

    /** Nothing comes between an event and the bytes that belong to it. */
    private void breakOff() {
        if (incomplete != null) {
            garbled.accept("an event that broke off after " + attachments.size() + " of " + incomplete.attachments()
                    + " attachments");
        }
        incomplete = null;
        attachments.clear();
        unwanted = 0;
    }

    @Override
    public void add(byte[] bytes) {
        Head head = incomplete;
        if (head == null && unwanted > 0) {
            unwanted--;
            return;
        }
        if (head == null) {
            garbled.accept("a frame of " + bytes.length + " bytes that belongs to no event");
            return;
        }
        attachments.add(bytes);
        if (attachments.size() == head.attachments()) {
            incomplete = null;
            emit(head);
            attachments.clear();
        }
    }

    private void emit(Head head) {
        try {
            Arguments arguments = Arguments.of(head.text(), head.from());
            byte[] json = Utf8.of(head.text(), arguments.from(), arguments.to());
            Packet<JSONArray> packet = new Packet<>(
                    Parser.EVENT,
                    new JSONArray()
                            .put(arguments.name())
                            .put(new Payload(attachments.isEmpty() ? json : Attachments.into(json, attachments))));
            packet.nsp = head.namespace();
            if (callback != null) {
                callback.call(packet);
            }
        } catch (JacksonException | IndexOutOfBoundsException broken) {
            garbled.accept("an event of " + head.text().length() + " characters whose JSON is broken");
        }
    }

    /** The name, and where the one thing that comes with it is, in {@code ["name",{…}]}. */
    private record Arguments(String name, int from, int to) {

        /** Fails with an {@link IndexOutOfBoundsException} where there is no such thing. */
        static Arguments of(String text, int array) {
            int end = text.indexOf("\",", array + 2);
            int to = text.endsWith("]") ? text.length() - 1 : -1;
            Objects.checkFromToIndex(end + 2, to - 1, text.length()); // not even one character would be nothing
            return new Arguments(text.substring(array + 2, end), end + 2, to);
        }
    }

    /** Whether an event is waiting for frames that belong to it. */
    boolean isIncomplete() {
        return incomplete != null;
    }

    @Override
    public void destroy() {
        library.destroy();
        incomplete = null;
        attachments.clear();
    }

    @Override
    public void onDecoded(@Nullable Callback told) {
        callback = told;
        library.onDecoded(told);
    }
}
