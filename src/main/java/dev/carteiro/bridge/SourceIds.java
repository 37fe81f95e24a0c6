package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootReply;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What is in conversations that this bridge did not write: Evolution's own has the same source ids. Each conversation is
 * read once, its newest messages first and up to a bound.
 */
final class SourceIds {

    /** Of twenty messages. */
    private static final int MOST_PAGES = 50;

    private static final int MOST_CONVERSATIONS = 200;

    private final Link link;
    private final Map<Long, Mono<Map<String, Long>>> read = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Mono<Map<String, Long>>> eldest) {
            return size() > MOST_CONVERSATIONS;
        }
    };

    SourceIds(Link link) {
        this.link = link;
    }

    /** Chatwoot's number of the message that has this key; empty where there is none. */
    Mono<Long> find(long conversation, String key) {
        return of(conversation).flatMap(ids -> Mono.justOrEmpty(ids.get(Names.sourceId(key))));
    }

    private Mono<Map<String, Long>> of(long conversation) {
        synchronized (read) {
            return read.computeIfAbsent(
                    conversation, number -> read(number).cacheInvalidateIf(ids -> false)); // an error is not kept
        }
    }

    private Mono<Map<String, Long>> read(long conversation) {
        return Mono.defer(() -> {
            Map<String, Long> ids = new HashMap<>();
            return page(link.chatwoot().api().messages(conversation), ids)
                    .expand(oldest -> page(link.chatwoot().api().messagesBefore(conversation, oldest), ids))
                    .take(MOST_PAGES)
                    .then(Mono.just(ids));
        });
    }

    /** The oldest message's number; empty where there is nothing before it. */
    private static Mono<Long> page(Mono<ChatwootReply> call, Map<String, Long> ids) {
        return Ends.chatwoot(call).flatMap(body -> {
            long oldest = Long.MAX_VALUE;
            for (JsonNode message : body.path("payload")) {
                long id = message.path("id").asLong(0);
                oldest = Math.min(oldest, id);
                String source = message.path("source_id").asString("");
                if (!source.isEmpty()) {
                    ids.put(source, id);
                }
            }
            return oldest == Long.MAX_VALUE ? Mono.<Long>empty() : Mono.just(oldest);
        });
    }
}
