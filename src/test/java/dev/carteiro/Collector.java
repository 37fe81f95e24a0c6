package dev.carteiro;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes spans as an OpenTelemetry collector does, over HTTP and as protobuf, and reads in them what tests ask for. */
final class Collector implements AutoCloseable {

    private final ScriptedPeer peer = ScriptedPeer.start();

    String url() {
        return peer.url();
    }

    ScriptedPeer peer() {
        return peer;
    }

    /** All that have come, in no particular order. */
    List<Collected> spans() {
        return peer.requests().stream()
                .filter(request -> request.path().equals("/v1/traces"))
                .flatMap(request -> inside(message(ByteString.copyFrom(request.body())), 1))
                .flatMap(resource -> inside(resource, 2))
                .flatMap(scope -> inside(scope, 2))
                .map(Collected::of)
                .toList();
    }

    List<Collected> spans(String trace) {
        return spans().stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private static Stream<UnknownFieldSet> inside(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().map(Collector::message);
    }

    private static UnknownFieldSet message(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    @Override
    public void close() {
        peer.close();
    }

    /**
     * A span, by the numbers of its fields in opentelemetry/proto/trace/v1/trace.proto.
     *
     * @param kind 2 is a server's, 3 a client's, 5 a consumer's
     * @param links the spans that it names as its causes
     * @param failed whether its status says so
     */
    record Collected(
            String trace,
            String id,
            String parent,
            String name,
            long kind,
            Map<String, String> attributes,
            List<String> links,
            boolean failed) {

        static Collected of(UnknownFieldSet span) {
            Map<String, String> attributes = new LinkedHashMap<>();
            inside(span, 9).forEach(pair -> attributes.put(text(pair, 1), value(pair)));
            return new Collected(
                    hex(span, 1),
                    hex(span, 2),
                    hex(span, 4),
                    text(span, 5),
                    span.getField(6).getVarintList().getFirst(),
                    attributes,
                    inside(span, 13).map(link -> hex(link, 2)).toList(),
                    inside(span, 15)
                            .anyMatch(
                                    status -> status.getField(3).getVarintList().contains(2L)));
        }

        private static String value(UnknownFieldSet pair) {
            UnknownFieldSet value = inside(pair, 2).findFirst().orElseThrow();
            return value.hasField(1)
                    ? text(value, 1)
                    : value.getField(3).getVarintList().getFirst().toString();
        }

        private static String text(UnknownFieldSet message, int field) {
            return bytes(message, field).toStringUtf8();
        }

        private static String hex(UnknownFieldSet message, int field) {
            return HexFormat.of().formatHex(bytes(message, field).toByteArray());
        }

        private static ByteString bytes(UnknownFieldSet message, int field) {
            return message.getField(field).getLengthDelimitedList().stream()
                    .findFirst()
                    .orElse(ByteString.EMPTY);
        }
    }
}
