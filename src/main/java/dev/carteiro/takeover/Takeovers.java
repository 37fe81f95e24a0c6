package dev.carteiro.takeover;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.eventlog.EventRows;
import dev.carteiro.store.Database;
import dev.carteiro.store.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Tells from the log whether an agent may speak in a conversation. What is asked is always the log, so that all replicas
 * agree, and nothing has to be remembered over a restart.
 */
public final class Takeovers {

    /** So far back is looked, among messages to the customer and changes of the conversation. */
    private static final int LOOK = 50;

    /** What agents' answers are marked with in Chatwoot, whoever's token they were posted with. */
    public static final String MARK = "/content_attributes/data/carteiro";

    private static final int LARGEST = 256 * 1024;

    private static final String RECENT = "SELECT " + Trace.COLUMNS + " FROM event e " + EventRows.BODY + """
             WHERE e.conversation = :conversation AND e.id > :after
              AND (e.scope = :scope OR (e.scope = 'unknown' AND e.type = 'conversation.changed'))
              AND e.type IN ('message.sent', 'message.received', 'conversation.changed')
            ORDER BY e.id DESC LIMIT :look
            """;

    private final Database database;

    public Takeovers(Database database) {
        this.database = database;
    }

    /**
     * When an agent may speak.
     *
     * @param statuses of Chatwoot's conversation; what is in no Chatwoot has none
     * @param lasting for how long after a person has written the conversation is theirs, unless it is given back before
     */
    public record Rules(Collection<String> statuses, Duration lasting) {
        public Rules {
            statuses = List.copyOf(statuses);
        }
    }

    /**
     * Why an agent may not begin to speak now; empty where it may. A customer's message opens what was resolved again, and
     * Chatwoot may not have said so yet.
     */
    public Mono<String> now(ConversationKey key, Rules rules, Instant now) {
        List<String> statuses = new ArrayList<>(rules.statuses());
        statuses.add("resolved");
        return recent(key, 0).flatMap(traces -> {
            String standing = standing(traces, statuses);
            return Mono.justOrEmpty(standing == null ? written(traces, now.minus(rules.lasting())) : standing);
        });
    }

    /** Why what an agent wants to say comes too late, after the event at {@code position}; empty where it does not. */
    public Mono<String> since(ConversationKey key, Collection<String> statuses, long position) {
        return recent(key, position).flatMap(traces -> {
            String written = written(traces, Instant.MIN);
            return Mono.justOrEmpty(written == null ? standing(traces, statuses) : written);
        });
    }

    /** Whether a person wrote this message of Chatwoot's: what an agent has written may have gone there with a person's token. */
    public static boolean isPersons(JsonNode body) {
        return body.path("sender").path("type").asString("").equals("user")
                && body.at(MARK).isMissingNode();
    }

    private Mono<List<Trace>> recent(ConversationKey key, long after) {
        return Mono.defer(() -> database.sql(RECENT)
                .bind("conversation", Text.indexable(key.conversation()))
                .bind("scope", Text.indexable(key.scope()))
                .bind("after", after)
                .bind("look", LOOK)
                .bind("most", LARGEST)
                .map(Trace::of)
                .all()
                .collectList()
                .map(Takeovers::ofOneInbox));
    }

    /** Chatwoot before 4.14.2 does not tell the account of a change, and another account may have the number as well. */
    private static List<Trace> ofOneInbox(List<Trace> traces) {
        long inbox = traces.stream()
                .filter(Trace::scoped)
                .mapToLong(Trace::inbox)
                .filter(id -> id != 0)
                .findFirst()
                .orElse(0);
        return traces.stream()
                .filter(trace -> trace.scoped() || inbox == 0 || trace.inbox() == inbox)
                .toList();
    }

    /** As Chatwoot last told it, which need not be with the last event. */
    private static @Nullable String standing(List<Trace> traces, Collection<String> statuses) {
        Trace.Standing last = null;
        for (Trace trace : traces) {
            Trace.Standing standing = trace.standing();
            if (standing != null && (last == null || standing.updated() > last.updated())) {
                last = standing;
            }
        }
        if (last == null) {
            return null;
        }
        if (last.assigned()) {
            return "the conversation is assigned to a person";
        }
        return statuses.contains(last.status()) ? null : "the conversation is " + last.status();
    }

    private static @Nullable String written(List<Trace> newestFirst, Instant since) {
        for (Trace trace : newestFirst) {
            if (trace.given()) {
                return null;
            }
            if (trace.person() && trace.at().isAfter(since)) {
                return "a person has written";
            }
        }
        return null;
    }
}
