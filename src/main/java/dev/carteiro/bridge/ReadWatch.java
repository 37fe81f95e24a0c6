package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.cluster.Leases;
import dev.carteiro.store.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/**
 * Asks Chatwoot, which does not tell, whether agents have looked into conversations with messages that are not marked as read
 * yet. One replica asks, and only while there are such messages.
 */
final class ReadWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReadWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Of the conversations that are not among the newest, in each round. */
    private static final int ONE_BY_ONE = 20;

    private final Supplier<Collection<Link>> links;
    private final Leases leases;
    private final Scheduler timer;
    private volatile Disposable watching = Disposables.disposed();
    private volatile boolean running;

    /** {@code links} are those of the bridges that are to be watched now. */
    ReadWatch(Supplier<Collection<Link>> links, Leases leases, Scheduler timer) {
        this.links = links;
        this.leases = leases;
        this.timer = timer;
    }

    private Mono<Void> look() {
        return Flux.fromIterable(links.get())
                .concatMap(link -> look(link).onErrorResume(failure -> {
                    log.debug("event=read-marks-unknown bridge={} cause=\"{}\"", link.name(), Cause.of(failure));
                    return Mono.empty();
                }))
                .then();
    }

    private static Mono<Void> look(Link link) {
        return link.unread()
                .conversations()
                .filter(unread -> !unread.isEmpty())
                .flatMap(unread -> link.chatwoot()
                        .inbox()
                        .known()
                        .flatMap(inbox -> link.chatwoot()
                                .api()
                                .conversations(inbox.id(), 1)
                                .flatMap(reply -> reply instanceof ChatwootReply.Done done
                                        ? looked(
                                                link,
                                                unread,
                                                done.body().path("data").path("payload"))
                                        : Mono.empty())));
    }

    /** Those of the first page, and some of the others: whoever looks into a conversation does not move it up. */
    private static Mono<Void> looked(Link link, List<Long> unread, JsonNode conversations) {
        Set<Long> wanted = new LinkedHashSet<>(unread);
        List<JsonNode> shown = conversations
                .valueStream()
                .filter(conversation -> wanted.remove(conversation.path("id").asLong(0)))
                .toList();
        List<Long> others = new ArrayList<>(wanted);
        Collections.shuffle(others); // so that each has its turn
        Flux<JsonNode> asked = Flux.fromIterable(others.subList(0, Math.min(others.size(), ONE_BY_ONE)))
                .concatMap(number -> link.chatwoot().api().conversation(number))
                .concatMap(reply -> reply instanceof ChatwootReply.Done done ? Mono.just(done.body()) : Mono.empty());
        return Flux.concat(Flux.fromIterable(shown), asked)
                .concatMap(conversation -> marked(link, conversation))
                .then();
    }

    private static Mono<Void> marked(Link link, JsonNode conversation) {
        long seen = conversation.path("agent_last_seen_at").asLong(0);
        String instance = link.instance() == null ? link.name() : link.instance();
        return seen == 0
                ? Mono.empty()
                : new ReadMarks(link).marked(instance, conversation.path("id").asLong(0), Instant.ofEpochSecond(seen));
    }

    @Override
    public void start() {
        running = true;
        watching = leases.hold("bridge-read-marks")
                .switchMap(lease -> lease.isOurs()
                        ? Flux.interval(EVERY, timer).onBackpressureDrop().concatMap(tick -> look(), 1)
                        : Flux.<Void>never())
                .subscribe();
    }

    @Override
    public void stop() {
        running = false;
        watching.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
