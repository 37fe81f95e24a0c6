package dev.carteiro.delivery;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Recorded;
import dev.carteiro.store.Call;
import dev.carteiro.store.Packed;
import dev.carteiro.store.Text;
import dev.carteiro.trace.Traceparent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The columns of a group of submissions: an array for each column, and all bytes end to end. */
final class AppendRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A sender's clock may be wrong by years, but a time that PostgreSQL cannot hold must not cost the event. */
    private static final Duration PLAUSIBLE = Duration.ofDays(20 * 365);

    final List<Row> rows = new ArrayList<>();
    private final List<Body> bodies = new ArrayList<>();
    private int bodyBytes;

    /** One event of one request. {@code request} tells which events share a body. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(Submission submission, Fact fact, byte[] data, int request, int bodyFrom, int bodyLength) {}

    static AppendRows of(List<Submission> submissions) {
        AppendRows rows = new AppendRows();
        submissions.forEach(rows::add);
        return rows;
    }

    private void add(Submission submission) {
        int request = bodies.size();
        for (Fact fact : submission.facts()) {
            byte[] data = JSON.writeValueAsBytes(Canonical.data(fact.data()));
            rows.add(new Row(
                    submission,
                    fact,
                    data,
                    request,
                    bodyBytes + 1,
                    submission.body().length()));
        }
        bodies.add(submission.body());
        bodyBytes += submission.body().length();
    }

    Call bind(Call statement) {
        Integer[] dataFrom = new Integer[rows.size()];
        for (int i = 0, next = 1; i < dataFrom.length; next += rows.get(i).data().length, i++) {
            dataFrom[i] = next;
        }
        return statement
                .bind("source", strings(row -> Text.indexable(row.fact().source())))
                .bind("key", strings(row -> Text.indexable(row.fact().idempotencyKey())))
                .bind("type", strings(row -> row.fact().type()))
                .bind("instance", strings(row -> Text.storable(row.fact().instance())))
                .bind("scope", strings(row -> conversation(row, ConversationKey::scope)))
                .bind("conversation", strings(row -> conversation(row, ConversationKey::conversation)))
                .bind("message", strings(AppendRows::message))
                .bind("at", longs(row -> plausible(row).toEpochMilli()))
                .bind("received", longs(row -> row.submission().receivedAt().toEpochMilli()))
                .bind(
                        "trace",
                        strings(row -> Traceparent.digits(row.submission().traceparent())))
                .bind("request", integers(Row::request))
                .bind("dataFrom", dataFrom)
                .bind("dataLength", integers(row -> row.data().length))
                .bind("bodyFrom", integers(Row::bodyFrom))
                .bind("bodyLength", integers(Row::bodyLength))
                .bind("data", new Packed(rows.stream().map(Row::data).toList()))
                .bind("bodies", new Packed(bodies.stream().map(Body::bytes).toList()));
    }

    /** One that was leased to us as it was written. */
    Delivery delivery(Appender.Kept kept, long lease) {
        Row row = rows.get(kept.row() - 1);
        Instant receivedAt = row.submission().receivedAt();
        Recorded event = new Recorded(
                Envelope.of(kept.position(), receivedAt, row.fact())
                        .within(row.submission().traceparent()),
                row.data(),
                row.submission().body().bytes());
        return new Delivery(
                event, String.valueOf(kept.destination()), kept.lane(), 0, 0, "first", receivedAt, lease, false);
    }

    private static @Nullable String conversation(Row row, Function<ConversationKey, String> part) {
        ConversationKey key = row.fact().conversation();
        return key == null ? null : Text.indexable(part.apply(key));
    }

    private static @Nullable String message(Row row) {
        String id = switch (row.fact().data()) {
            case Event.MessageReceived received -> received.message().messageId();
            case Event.MessageSent sent -> sent.message().messageId();
            case Event.MessageStatus status -> status.messageId();
            case Event.MessageEdited edited -> edited.messageId();
            case Event.MessageDeleted deleted -> deleted.messageId();
            case Event.ConnectionChanged other -> null;
            case Event.QrcodeUpdated other -> null;
            case Event.PresenceChanged other -> null;
            case Event.ContactChanged other -> null;
            case Event.ConversationChanged other -> null;
            case Event.CallReceived other -> null;
            case Event.ReplyProposed other -> null;
            case Event.Unrecognized other -> null;
        };
        return id == null ? null : Text.indexable(id);
    }

    private static Instant plausible(Row row) {
        Instant told = row.fact().time();
        Instant received = row.submission().receivedAt();
        boolean near = told.isAfter(received.minus(PLAUSIBLE)) && told.isBefore(received.plus(PLAUSIBLE));
        return near ? told : received;
    }

    private @Nullable String[] strings(Function<Row, @Nullable String> column) {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    private Long[] longs(ToLongFunction<Row> column) {
        return rows.stream().map(column::applyAsLong).toArray(Long[]::new);
    }

    private Integer[] integers(ToIntFunction<Row> column) {
        return rows.stream().map(column::applyAsInt).toArray(Integer[]::new);
    }
}
