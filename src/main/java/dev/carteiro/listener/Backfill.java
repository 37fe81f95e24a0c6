package dev.carteiro.listener;

import dev.carteiro.delivery.Sequence;
import dev.carteiro.evolution.EvolutionApi;
import dev.carteiro.evolution.Reply;
import dev.carteiro.evolution.StoredQuery;
import dev.carteiro.ingest.FrontDoor;
import dev.carteiro.listener.Backwards.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks an Evolution server for the messages of a time in which nobody listened, and takes them through the front door,
 * oldest first: those that are known already are duplicates there. It has them only where it keeps them
 * (DATABASE_SAVE_DATA_NEW_MESSAGE=true).
 */
final class Backfill {

    private static final Logger log = LoggerFactory.getLogger(Backfill.class);

    private final String source;
    private final EvolutionApi api;
    private final FrontDoor door;
    private final Clock clock;

    Backfill(String source, EvolutionApi api, FrontDoor door, Clock clock) {
        this.source = source;
        this.api = api;
        this.door = door;
        this.clock = clock;
    }

    /** From when to when, both seconds of WhatsApp's clock. */
    record Span(Instant since, Instant until) {}

    /** Some of it could not be had now, and may be had later. */
    static final class IncompleteException extends Exception {

        private final List<String> instances;

        /** {@code instances} are those that are left; none of them means that not even their names are known. */
        IncompleteException(String reason, List<String> instances) {
            super(reason, null, false, false);
            this.instances = List.copyOf(instances);
        }

        List<String> instances() {
            return instances;
        }
    }

    /**
     * Emits how many events were new; fails with an {@link IncompleteException} where some instances should be tried again.
     * One that is ill does not keep the others from having theirs.
     */
    Mono<Integer> of(List<String> instances, Span span) {
        return Mono.defer(() -> {
            List<String> left = new ArrayList<>();
            StringJoiner reasons = new StringJoiner("; ");
            return Flux.fromIterable(instances)
                    .concatMap(instance -> of(instance, span).onErrorResume(IncompleteException.class, failure -> {
                        left.add(instance);
                        reasons.add(instance + ": " + failure.getMessage());
                        return Mono.just(0);
                    }))
                    .reduce(0, Integer::sum)
                    .flatMap(fresh -> left.isEmpty()
                            ? Mono.just(fresh)
                            : Mono.error(new IncompleteException(reasons.toString(), left)));
        });
    }

    /** The names of all instances that the server has. */
    Mono<List<String>> instances() {
        return api.instances().flatMap(reply -> switch (reply) {
            case Reply.Done done
            when done.body().isArray() ->
                Mono.just(done.body()
                        .valueStream()
                        .map(row -> row.path("name").asString(""))
                        .filter(name -> !name.isEmpty())
                        .toList());
            case Reply.Done odd -> Mono.error(new IncompleteException("the list of instances is no list", List.of()));
            case Reply.Failed failed -> incomplete(failed);
        });
    }

    private Mono<Integer> of(String instance, Span span) {
        AtomicInteger fresh = new AtomicInteger();
        return page(instance, span, 1)
                .flatMap(newest -> {
                    if (newest.total() > Backwards.MOST) {
                        log.warn(
                                "event=missed-messages-cut source={} instance={} fetched={} of={}",
                                source,
                                instance,
                                Backwards.MOST,
                                newest.total());
                    }
                    return new Backwards(
                                    number -> page(instance, span, number),
                                    page -> take(instance, page.records(), span)
                                            .doOnNext(fresh::addAndGet)
                                            .then())
                            .from(newest);
                })
                .then(Mono.fromSupplier(fresh::get));
    }

    private Mono<Page> page(String instance, Span span, int number) {
        StoredQuery query = StoredQuery.all(span.since(), span.until(), number, Backwards.SIZE);
        return api.messages(instance, query).flatMap(reply -> switch (reply) {
            case Reply.Done done -> Mono.just(page(done.body().path("messages")));
            case Reply.Failed failed -> givenUp(failed) ? nothing(instance, failed) : incomplete(failed);
        });
    }

    private static Page page(JsonNode messages) {
        return new Page(messages.path("total").asLong(0), messages.path("records"));
    }

    private static boolean givenUp(Reply.Failed failed) {
        return switch (failed.fault()) {
            case UNREACHABLE, UNANSWERED, BROKEN, UNLICENSED, UNAUTHORIZED -> false;
            case UNKNOWN, TAKEN, REFUSED, NOT_ON_WHATSAPP -> true;
        };
    }

    private Mono<Page> nothing(String instance, Reply.Failed failed) {
        log.warn(
                "event=missed-messages-unknown source={} instance={} reason=\"{}\"", source, instance, failed.reason());
        return Mono.empty();
    }

    private static <T> Mono<T> incomplete(Reply.Failed failed) {
        return Mono.error(new IncompleteException(failed.reason(), List.of()));
    }

    private Mono<Integer> take(String instance, JsonNode newestFirst, Span span) {
        List<JsonNode> records = new ArrayList<>(newestFirst
                .valueStream()
                .filter(record -> timestamp(record) >= span.since().getEpochSecond())
                .toList());
        Collections.reverse(records);
        Sequence sequence = new Sequence();
        return Flux.fromIterable(records)
                .concatMapIterable(record -> bodies(instance, record))
                .flatMapSequential(body -> take(body, sequence), Backwards.SIZE)
                .reduce(0, Integer::sum);
    }

    private Mono<Integer> take(byte[] body, Sequence sequence) {
        return Mono.fromCallable(() -> door.read(source, body, clock.instant()))
                .flatMap(read -> door.take(read, sequence));
    }

    private static long timestamp(JsonNode record) {
        JsonNode time = record.path("messageTimestamp");
        return time.isObject() ? time.path("low").asLong(0) : time.asLong(0);
    }

    /** The message, as if it had come by itself, and how far it has got since. */
    private List<byte[]> bodies(String instance, JsonNode record) {
        JsonNode key = record.path("key");
        Stream<ObjectNode> updates = record.path("MessageUpdate")
                .valueStream()
                .map(update -> JsonMapper.shared()
                        .createObjectNode()
                        .put("keyId", key.path("id").asString(""))
                        .put("remoteJid", key.path("remoteJid").asString(""))
                        .put("fromMe", key.path("fromMe").asBoolean(false))
                        .put("status", update.path("status").asString("")));
        return Stream.concat(
                        Stream.of(envelope("messages.upsert", instance, record, record)),
                        updates.map(update -> envelope("messages.update", instance, update, record)))
                .toList();
    }

    private static byte[] envelope(String event, String instance, JsonNode data, JsonNode record) {
        ObjectNode envelope =
                JsonMapper.shared().createObjectNode().put("event", event).put("instance", instance);
        envelope.set("data", data);
        envelope.put("date_time", Instant.ofEpochSecond(timestamp(record)).toString());
        return JsonMapper.shared().writeValueAsBytes(envelope);
    }
}
