package dev.carteiro.delivery;

import dev.carteiro.eventlog.EventQuery;
import dev.carteiro.eventlog.Positions;
import dev.carteiro.store.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/**
 * A WHERE clause made of the criteria that are there: a statement is planned once for all its values, and one with all
 * criteria in it would use the index of none.
 */
final class Conditions {

    private final StringBuilder sql = new StringBuilder("true");
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** What {@code filter} says of the event {@code e}. */
    void event(DeliveryFilter filter) {
        and("e.type LIKE :type", "type", Text.storable(EventQuery.typePattern(filter.type())));
        and("e.conversation = :conversation", "conversation", indexable(filter.conversation()));
        and("e.instance = :instance", "instance", Text.storable(filter.instance()));
        and("e.received_at >= :since", "since", filter.since());
        and("e.received_at < :until", "until", filter.until());
    }

    /** What {@code filter} says of the delivery {@code d}. */
    void delivery(DeliveryFilter filter) {
        and("d.destination = :destination", "destination", Text.storable(filter.destination()));
        if (filter.state() != null) {
            and(state(filter.state()));
        }
        if (filter.since() != null) {
            and("d.event >= :from", "from", Positions.from(filter.since()));
        }
        if (filter.until() != null) {
            and("d.event < :to", "to", Positions.before(filter.until()));
        }
        reason(filter.reason());
    }

    /** A status, or a part of what was said of the failure. */
    void reason(@Nullable String reason) {
        if (reason != null) {
            String part = "%" + reason.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
            and("(d.last_error ILIKE :reason OR d.last_status::text = :status)");
            bound("reason", Text.storable(part));
            bound("status", Text.storable(reason));
        }
    }

    /** Written as the indexes have it. */
    private static String state(DeliveryState state) {
        return switch (state) {
            case DEAD -> "d.dead";
            case RETRYING -> "d.cause = 'retry' AND NOT d.dead";
            case PENDING -> "d.cause <> 'retry' AND NOT d.dead";
            case DELIVERED, CANCELLED -> "false"; // these are not in the queue
        };
    }

    void and(String condition) {
        sql.append(" AND ").append(condition);
    }

    /** Nothing where the value is absent. */
    void and(String condition, String name, @Nullable Object value) {
        if (value != null) {
            and(condition);
            bound(name, value);
        }
    }

    /** One more value for the last condition. */
    void bound(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    GenericExecuteSpec bind(GenericExecuteSpec statement) {
        GenericExecuteSpec bound = statement;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            bound = bound.bind(value.getKey(), value.getValue());
        }
        return bound;
    }

    private static @Nullable String indexable(@Nullable String text) {
        return text == null ? null : Text.indexable(text);
    }

    @Override
    public String toString() {
        return sql.toString();
    }
}
