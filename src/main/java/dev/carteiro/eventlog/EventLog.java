package dev.carteiro.eventlog;

import dev.carteiro.event.Recorded;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the log. */
public final class EventLog {

    private static final String ONE =
            "SELECT " + EventRows.COLUMNS + " FROM event e " + EventRows.BODY + " WHERE e.id = :id";

    private static final String WITHOUT_BODY = EventRows.COLUMNS.replace("b.body", "NULL::bytea AS body");

    private static final int PAGE = 200;

    private static final String RECEIVED = "SELECT " + WITHOUT_BODY + " FROM event e"
            + " WHERE e.id >= :from AND e.id < :before AND e.received_at >= :since AND e.received_at < :until";

    private static final String ABOUT_MESSAGE =
            "SELECT " + WITHOUT_BODY + " FROM event e" + " WHERE e.message = :message ORDER BY e.id LIMIT :limit";

    private final Database database;
    private final Mono<LogReader.Bounds> bounds;

    EventLog(Database database) {
        this.database = database;
        bounds = new LogReader(database).bounds();
    }

    /** The event at a position, or nothing. */
    public Mono<Recorded> find(long position) {
        return database.sql(ONE).bind("id", position).map(EventRows::recorded).one();
    }

    /** What is known of a message, in the order in which it was accepted: itself, its statuses, edits and deletion. No bodies. */
    public Flux<Recorded> aboutMessage(String messageId, int limit) {
        return database.sql(ABOUT_MESSAGE)
                .bind("message", Text.indexable(messageId))
                .bind("limit", limit)
                .map(EventRows::recorded)
                .all();
    }

    /** One page: ascending from {@code after} where that is given, else newest first. Bodies are left out. */
    public Flux<Recorded> page(EventQuery query) {
        // Who goes on from the last position seen, or from the newest, must not step over a row that is still being
        // committed.
        return query.after() == null && query.before() != null
                ? page(query, null)
                : bounds.map(LogReader.Bounds::horizon).flatMapMany(horizon -> page(query, horizon));
    }

    private Flux<Recorded> page(EventQuery query, @Nullable Long horizon) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder matching = new StringBuilder("FROM event e WHERE true");
        also(matching, values, "e.id > :after", "after", query.after());
        also(matching, values, "e.id < :before", "before", query.before());
        also(matching, values, "e.source = :source", "source", indexable(query.source()));
        also(matching, values, "e.instance = :instance", "instance", Text.storable(query.instance()));
        also(matching, values, "e.type LIKE :type", "type", Text.storable(query.typePattern()));
        also(matching, values, "e.conversation = :conversation", "conversation", indexable(query.conversation()));
        also(matching, values, "e.id <= :horizon", "horizon", horizon);
        String ordered = (query.after() == null ? " ORDER BY e.id DESC" : " ORDER BY e.id") + " LIMIT :limit";
        String from = query.among() == null
                ? matching.toString()
                : among(query.among(), values, matching + " AND e.conversation = one.conversation" + ordered);
        return select("SELECT " + WITHOUT_BODY + " " + from + ordered, values, query.limit());
    }

    /** A page of each conversation, to make the page of: for all of them at once PostgreSQL reads through the whole log. */
    private static String among(List<String> conversations, Map<String, Object> values, String page) {
        values.put("among", conversations.stream().map(Text::indexable).toArray(String[]::new));
        return "FROM UNNEST(:among) AS one (conversation) CROSS JOIN LATERAL (SELECT e.* " + page + ") AS e";
    }

    /**
     * Up to {@code limit} events, newest first, in pages: the next one is read when the last one has been taken, and no
     * connection is held in between. Bodies are left out.
     */
    public Flux<Recorded> received(ReceivedQuery query, int limit) {
        return Flux.defer(() -> {
            Cursor cursor = new Cursor(Positions.before(query.until()), limit);
            return Flux.defer(() -> page(query, cursor)).repeat(() -> cursor.left > 0);
        });
    }

    private Flux<Recorded> page(ReceivedQuery query, Cursor cursor) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder sql = new StringBuilder(RECEIVED);
        values.put("from", Positions.from(query.since()));
        values.put("before", cursor.before);
        values.put("since", query.since());
        values.put("until", query.until());
        also(sql, values, "e.source = :source", "source", indexable(query.source()));
        also(sql, values, "e.type LIKE :type", "type", Text.storable(query.typePattern()));
        sql.append(" ORDER BY e.id DESC LIMIT :limit");
        int size = Math.min(cursor.left, PAGE);
        return select(sql.toString(), values, size)
                .collectList()
                .doOnNext(events -> cursor.advance(events, size))
                .flatMapIterable(events -> events);
    }

    private Flux<Recorded> select(String sql, Map<String, Object> values, int limit) {
        GenericExecuteSpec statement = database.sql(sql).bind("limit", limit);
        for (Map.Entry<String, Object> value : values.entrySet()) {
            statement = statement.bind(value.getKey(), value.getValue());
        }
        return statement.map(EventRows::recorded).all();
    }

    /** How far one reader of several pages has come. */
    private static final class Cursor {

        private long before;
        private int left;

        Cursor(long before, int left) {
            this.before = before;
            this.left = left;
        }

        void advance(List<Recorded> events, int asked) {
            left = events.size() < asked ? 0 : left - asked;
            before = events.isEmpty() ? before : events.getLast().envelope().position();
        }
    }

    private static @Nullable String indexable(@Nullable String text) {
        return text == null ? null : Text.indexable(text);
    }

    private static void also(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(" AND ").append(condition);
            values.put(name, value);
        }
    }
}
