package dev.carteiro.bridge;

import dev.carteiro.delivery.Delivery;
import dev.carteiro.evolution.Reply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Tells customers that an agent has read what they wrote: whatever Chatwoot sends says when one last looked. */
final class ReadMarks {

    private static final Logger log = LoggerFactory.getLogger(ReadMarks.class);

    private final Link link;

    ReadMarks(Link link) {
        this.link = link;
    }

    Mono<Void> of(Delivery delivery, Written written) {
        Instant until = until(written);
        return !link.options().markRead() || until == null
                ? Mono.empty()
                : marked(link.instance(delivery.event().envelope()), written.conversationId(), until);
    }

    /** Whoever answers has read. */
    private @Nullable Instant until(Written written) {
        boolean answered =
                written.event().equals("message_created") && written.isForCustomer() && written.author() != null;
        return answered ? link.tools().clock().instant() : written.seenAt();
    }

    /** What cannot be marked now is marked with what comes next. Chatwoot tells full seconds. */
    Mono<Void> marked(String instance, long conversation, Instant until) {
        return link.unread()
                .before(conversation, until.plusSeconds(1))
                .collectList()
                .flatMap(rows -> {
                    List<Map<String, Object>> keys = rows.stream()
                            .filter(row ->
                                    row.whatsapp() != null && row.whatsapp().indexOf('#') < 0)
                            .map(ReadMarks::key)
                            .toList();
                    return keys.isEmpty()
                            ? Mono.empty()
                            : link.whatsapp()
                                    .messenger()
                                    .markRead(instance, keys)
                                    .flatMap(reply -> switch (reply) {
                                        case Reply.Done done -> link.unread().marked(rows);
                                        case Reply.Failed failed -> {
                                            log.debug( // again every few seconds while an instance is away
                                                    "event=not-marked-read bridge={} conversation={} reason=\"{}\"",
                                                    link.name(),
                                                    conversation,
                                                    failed.reason());
                                            yield Mono.<Void>empty();
                                        }
                                    });
                });
    }

    private static Map<String, Object> key(Row row) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("remoteJid", row.address().chat());
        key.put("fromMe", false);
        key.put("id", String.valueOf(row.whatsapp()));
        if (row.address().chat().endsWith("@g.us") && row.address().participant() != null) {
            key.put("participant", row.address().participant());
        }
        return key;
    }
}
