package dev.carteiro.eventlog;

import dev.carteiro.event.Envelope;
import dev.carteiro.event.Recorded;
import dev.carteiro.store.ScriptedDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A log without a database, of which each event is there at once for everybody. */
public final class LogInMemory {

    private final NavigableMap<Long, Recorded> events = new TreeMap<>();
    private final LogReader reader =
            new LogReader(ScriptedDatabase.answering(asked -> Flux.defer(() -> answer(asked))));
    private long beginning;
    private long horizon;
    private long drawn;
    private boolean away;
    private Runnable afterARead = () -> {};

    public LogReader reader() {
        return reader;
    }

    public void append(Recorded event) {
        events.put(event.envelope().position(), event);
        horizon = event.envelope().position();
        drawn = Math.max(drawn, horizon);
    }

    /** Another replica sees more than this one yet. */
    public void draw(long position) {
        drawn = position;
    }

    /** A writer who began there has not ended. */
    public void showUpTo(long position) {
        horizon = position;
    }

    /** What is below has left the log. */
    public void beginAt(long position) {
        beginning = position;
        events.headMap(position).clear();
    }

    public void goAway() {
        away = true;
    }

    /** Does that each time that events have been read. */
    public void afterARead(Runnable action) {
        afterARead = action;
    }

    private Flux<Map<String, @Nullable Object>> answer(ScriptedDatabase.Asked asked) {
        if (away) {
            return Flux.error(new IllegalStateException("away"));
        }
        if (asked.sql().contains("event_horizon()")) {
            return Flux.just(new LinkedHashMap<>(Map.of("horizon", horizon, "beginning", beginning, "drawn", drawn)));
        }
        Stream<Recorded> found = asked.sql().contains("DESC")
                ? events.headMap(number(asked, 0), true).descendingMap().values().stream()
                : events.subMap(number(asked, 0), false, number(asked, 1), true).values().stream();
        var rows = Flux.fromIterable(
                found.limit(most(asked)).map(event -> row(event, asked)).toList());
        afterARead.run();
        return asked.sql().contains("bite") ? rows.defaultIfEmpty(looked(asked)) : rows;
    }

    private static long number(ScriptedDatabase.Asked asked, int index) {
        return (Long) asked.parameters().get(index);
    }

    private static int most(ScriptedDatabase.Asked asked) {
        return asked.parameters().stream()
                .filter(Integer.class::isInstance)
                .map(Integer.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, @Nullable Object> looked(ScriptedDatabase.Asked asked) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("last", number(asked, 1));
        row.put("more", false);
        row.put("beginning", beginning);
        return row;
    }

    /** In the order of {@link EventRows#COLUMNS}. */
    private Map<String, @Nullable Object> row(Recorded event, ScriptedDatabase.Asked asked) {
        Envelope envelope = event.envelope();
        Map<String, @Nullable Object> row = asked.sql().contains("bite") ? looked(asked) : new LinkedHashMap<>();
        row.put("id", envelope.position());
        row.put("source", envelope.source());
        row.put("type", envelope.type());
        row.put("instance", envelope.instance());
        row.put("scope", null);
        row.put("conversation", null);
        row.put("at", envelope.time());
        row.put("received_at", envelope.receivedAt());
        row.put("trace", null);
        row.put("data", event.data());
        row.put("body", null);
        return row;
    }
}
