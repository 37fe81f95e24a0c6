package dev.carteiro.bridge;

import dev.carteiro.event.Phones;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.StoredQuery;
import dev.carteiro.source.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Looks at what Evolution has sent, for messages of ours of which nobody knows whether they went out. It has them only where
 * it keeps them (DATABASE_SAVE_DATA_NEW_MESSAGE=true).
 */
final class Outbox {

    private static final int PAGE = 100;

    /** An instance that sends more in so short a time does not exist. */
    private static final int MOST_PAGES = 20;

    /** Longer than an attempt takes, with all its files. */
    private static final Duration LONGEST_SEND = Duration.ofMinutes(10);

    /** Evolution's clock may be behind ours. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Link link;

    Outbox(Link link) {
        this.link = link;
    }

    /** WhatsApp's id of the message that {@code row} was to become; empty where there is none. */
    Mono<String> find(String instance, Row row) {
        List<String> newestFirst = new ArrayList<>();
        return page(instance, row, 1, newestFirst)
                .expand(next -> next > MOST_PAGES ? Mono.empty() : page(instance, row, next, newestFirst))
                .then(Mono.defer(() -> oldestUnknown(newestFirst)));
    }

    /** The number of the next page; empty where this is the last one. */
    private Mono<Integer> page(String instance, Row row, int number, List<String> found) {
        StoredQuery query =
                new StoredQuery(row.begunAt().minus(SLACK), row.begunAt().plus(LONGEST_SEND), true, number, PAGE);
        return link.whatsapp().api().messages(instance, query).flatMap(reply -> switch (reply) {
            case Reply.Done done -> {
                JsonNode records = done.body().path("messages").path("records");
                records.forEach(record -> add(record, row, found));
                yield records.size() < PAGE ? Mono.<Integer>empty() : Mono.just(number + 1);
            }
            case Reply.Failed failed -> Ends.stop(Ends.of(failed));
        });
    }

    private static void add(JsonNode record, Row row, List<String> found) {
        JsonNode key = record.path("key");
        boolean same = key.path("fromMe").asBoolean(false)
                && sameChat(row.address().chat(), key.path("remoteJid").asString(""))
                && says(record, row);
        if (same) {
            found.add(key.path("id").asString(""));
        }
    }

    /** Of those that say the same, the oldest that is nobody else's. */
    private Mono<String> oldestUnknown(List<String> newestFirst) {
        List<String> ids = newestFirst.reversed();
        return ids.isEmpty()
                ? Mono.empty()
                : link.messages()
                        .known(ids)
                        .flatMap(known -> Mono.justOrEmpty(
                                ids.stream().filter(id -> !known.contains(id)).findFirst()));
    }

    private static boolean says(JsonNode record, Row row) {
        return Said.of(StoredMessage.content(record)).equals(row.words());
    }

    private static boolean sameChat(String one, String other) {
        String phone = Phones.phone(one);
        return one.equals(other)
                || (phone != null
                        && Phones.variants(phone).stream().map(Phones::jid).anyMatch(other::equals))
                || other.endsWith("@lid"); // whose it is need not be known; what it says has to do
    }
}
