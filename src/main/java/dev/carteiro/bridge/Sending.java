package dev.carteiro.bridge;

import dev.carteiro.bridge.MessageTable.Draft;
import dev.carteiro.bridge.Row.State;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.evolution.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends the parts of a message to WhatsApp, each once: what is to be sent is noted first, and whoever finds such a note
 * without an end looks at what WhatsApp has before sending again.
 */
final class Sending {

    /** A minute's typing would be a very long sentence. */
    private static final Duration A_LETTER = Duration.ofMillis(30);

    private final Link link;
    private final Outbox outbox;
    private final Uploads uploads;
    private final Doubt doubt;

    Sending(Link link) {
        this.link = link;
        this.outbox = new Outbox(link);
        this.uploads = new Uploads(link);
        this.doubt = new Doubt(link, link.whatsapp().doubt());
    }

    /**
     * To whom, and about what.
     *
     * @param message Chatwoot's id, or another number that no other message of this bridge has
     * @param told a hash of what Chatwoot's message says
     * @param quoted what it answers; null where it answers nothing
     */
    record Target(
            String instance,
            String chat,
            long message,
            @Nullable Long conversation,
            @Nullable String told,
            @Nullable Row quoted) {

        Target unquoting() {
            return new Target(instance, chat, message, conversation, told, null);
        }
    }

    /** One after the other, of which only the first answers what is answered. */
    Mono<Outcome> all(Target target, List<Part> parts) {
        return Flux.range(0, parts.size())
                .concatMap(i -> send(i == 0 ? target : target.unquoting(), parts.get(i)))
                .count()
                .map(count -> Ends.delivered(count + (count == 1 ? " message" : " messages")));
    }

    /** Completes with the row when it is there; a {@link StoppedException} says why not. */
    Mono<Row> send(Target target, Part part) {
        Row.Address address = new Row.Address(target.chat(), target.conversation(), null);
        Draft draft = new Draft(
                Draft.TO_WHATSAPP,
                null,
                target.message(),
                part.key(),
                address,
                true,
                part.words(),
                part.key().equals(Part.Text.KEY) ? target.told() : null);
        return link.messages()
                .begin(draft)
                .flatMap(row -> row.fresh() ? write(row, target, part) : resumed(row, target, part));
    }

    private Mono<Row> resumed(Row row, Target target, Part part) {
        return switch (row.state()) {
            case THERE, DELETED -> Mono.just(row);
            case WAITING, FAILED -> again(row, target, part);
            case BEGUN, ABANDONED ->
                doubt.over(row)
                        .then(Mono.defer(() -> outbox.find(target.instance(), row)))
                        .flatMap(id -> link.messages().adopt(row, id))
                        .filter(adopted -> adopted)
                        .map(adopted -> row)
                        .switchIfEmpty(Mono.defer(() -> again(row, target, part)));
        };
    }

    private Mono<Row> again(Row row, Target target, Part part) {
        return link.messages()
                .again(row, target.conversation(), part.words())
                .flatMap(begun -> begun ? write(row, target, part) : Mono.just(row));
    }

    private Mono<Row> write(Row row, Target target, Part part) {
        return call(target, part)
                .onErrorResume(
                        StoppedException.class, // before anything was sent: its file could not be had
                        stopped -> link.messages().state(row, State.WAITING).then(Mono.error(stopped)))
                .flatMap(reply -> switch (reply) {
                    case Reply.Done done -> {
                        String id = done.body().path("key").path("id").asString("");
                        yield there(row, id).thenReturn(row);
                    }
                    case Reply.Failed failed -> failed(row, failed);
                });
    }

    /** Where another message has this id, the echo was shown as one that somebody else wrote; it must not be sent again for that. */
    private Mono<Void> there(Row row, String id) {
        Mono<Boolean> known = id.isEmpty() ? Mono.just(false) : link.messages().adopt(row, id);
        return known.flatMap(adopted -> adopted ? Mono.empty() : link.messages().state(row, State.THERE));
    }

    private Mono<Row> failed(Row row, Reply.Failed failed) {
        return switch (failed.fault()) {
            case UNANSWERED, BROKEN -> doubt.begins(row).then(Ends.stop(Ends.of(failed)));
            case UNKNOWN -> unknown(row, failed);
            case UNREACHABLE, UNAUTHORIZED, UNLICENSED ->
                link.messages().state(row, State.WAITING).then(Ends.stop(Ends.of(failed)));
            case TAKEN, REFUSED, NOT_ON_WHATSAPP ->
                link.messages().state(row, State.FAILED).then(Ends.stop(Ends.of(failed)));
        };
    }

    /** Of a destination for all instances, one that is not there is no reason to keep the others waiting. */
    private Mono<Row> unknown(Row row, Reply.Failed failed) {
        boolean one = link.instance() != null;
        return link.messages()
                .state(row, one ? State.WAITING : State.FAILED)
                .then(one ? Ends.stop(Ends.of(failed)) : Ends.refuse("Evolution: " + failed.reason()));
    }

    private Mono<Reply> call(Target target, Part part) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("number", target.chat());
        Row quoted = target.quoted();
        if (quoted != null && quoted.whatsapp() != null) {
            Map<String, Object> key = new LinkedHashMap<>();
            key.put("id", quoted.whatsapp());
            key.put("remoteJid", quoted.address().chat());
            key.put("fromMe", quoted.fromMe());
            body.put("quoted", Map.of("key", key));
        }
        return switch (part) {
            case Part.Text text -> {
                body.put("text", text.text());
                delay(body, text.text());
                yield link.whatsapp().messenger().text(target.instance(), body);
            }
            case Part.File file -> uploads.send(target.instance(), body, file);
        };
    }

    private void delay(Map<String, Object> body, String text) {
        long most = link.whatsapp().delay().toMillis();
        long typed = Math.min(most, A_LETTER.toMillis() * text.length());
        if (typed > 0) {
            body.put("delay", typed);
        }
    }
}
