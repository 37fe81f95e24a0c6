package dev.carteiro.delivery;

import dev.carteiro.event.Canonical;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Envelope;
import dev.carteiro.event.Event;
import dev.carteiro.event.Fact;
import dev.carteiro.event.Recorded;
import dev.carteiro.store.Call;
import dev.carteiro.store.Packed;
import dev.carteiro.store.Series;
import dev.carteiro.store.Text;
import dev.carteiro.trace.Traceparent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The columns of a group of submissions: an array for each column, and all bytes end to end. */
final class AppendRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A sender's clock may be wrong by years, but a time that PostgreSQL cannot hold must not cost the event. */
    private static final Duration PLAUSIBLE = Duration.ofDays(20 * 365);

    final List<Row> rows = new ArrayList<>();
    private final List<Body> bodies = new ArrayList<>();
    private int dataBytes;
    private int bodyBytes;

    /** One event of one request. {@code request} tells which events share a body. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            Submission submission, Fact fact, byte[] data, int dataFrom, int request, int bodyFrom, int bodyLength) {}

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
                    dataBytes + 1,
                    request,
                    bodyBytes + 1,
                    submission.body().length()));
            dataBytes += data.length;
        }
        bodies.add(submission.body());
        bodyBytes += submission.body().length();
    }

    Call bind(Call statement) {
        return statement
                .bind("source", texts(row -> Text.indexable(row.fact().source())))
                .bind("key", texts(row -> Text.indexable(row.fact().idempotencyKey())))
                .bind("type", texts(row -> row.fact().type()))
                .bind("instance", texts(row -> Text.storable(row.fact().instance())))
                .bind("scope", texts(row -> conversation(row, ConversationKey::scope)))
                .bind("conversation", texts(row -> conversation(row, ConversationKey::conversation)))
                .bind("message", texts(AppendRows::message))
                .bind("at", Series.longs(rows, row -> plausible(row).toEpochMilli()))
                .bind(
                        "received",
                        Series.longs(rows, row -> row.submission().receivedAt().toEpochMilli()))
                .bind("trace", texts(row -> Traceparent.digits(row.submission().traceparent())))
                .bind("request", Series.integers(rows, Row::request))
                .bind("dataFrom", Series.integers(rows, Row::dataFrom))
                .bind("dataLength", Series.integers(rows, row -> row.data().length))
                .bind("bodyFrom", Series.integers(rows, Row::bodyFrom))
                .bind("bodyLength", Series.integers(rows, Row::bodyLength))
                .bind("data", new Packed(rows.stream().map(Row::data).toList()))
                .bind("bodies", new Packed(bodies.stream().map(Body::bytes).toList()));
    }

    private Series texts(Function<Row, @Nullable String> column) {
        return Series.texts(rows, column);
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
}
