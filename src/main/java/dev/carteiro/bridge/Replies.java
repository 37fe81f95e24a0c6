package dev.carteiro.bridge;

import dev.carteiro.bridge.Row.State;
import dev.carteiro.bridge.Sending.Target;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.evolution.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What agents, bots and Chatwoot itself write to customers. */
final class Replies {

    /** What is older was meant for a moment that is over. */
    private static final Duration OLDEST = Duration.ofHours(24);

    /** WhatsApp lets its own people edit for so long. */
    private static final Duration EDITABLE = Duration.ofMinutes(15);

    private final Link link;
    private final Recipients recipients;
    private final Predecessors predecessors;
    private final Sending sending;
    private final Feedback feedback;
    private final @Nullable InstanceTalk talk;

    Replies(Link link, int attempts) {
        this.link = link;
        this.recipients = new Recipients(link);
        this.predecessors = new Predecessors(link);
        this.sending = new Sending(link);
        this.feedback = new Feedback(link, attempts);
        this.talk = link.sides().chatwoot() == null ? null : new InstanceTalk(link);
    }

    Mono<Outcome> created(Delivery delivery, Written written) {
        if (!written.isForCustomer() || written.isDeleted()) {
            return Ends.done("nothing for the customer");
        }
        return recipients
                .of(written)
                .onErrorResume(StoppedException.class, stopped -> shown(delivery, written, stopped))
                .flatMap(chat -> talk != null && InstanceTalk.is(chat)
                        ? talk.command(delivery, written)
                        : inOrder(delivery, written));
    }

    private Mono<Outcome> inOrder(Delivery delivery, Written written) {
        return stillThere(delivery, written)
                .flatMap(there -> there
                        ? predecessors
                                .of(written)
                                .concatMap(earlier -> sent(delivery, earlier)
                                        .onErrorResume(StoppedException.class, Replies::unlessFinal))
                                .then(Mono.defer(() -> sent(delivery, written)))
                        : Ends.done("it was deleted before it could be sent"));
    }

    /** Whoever has waited looks whether the message is still meant; where Chatwoot does not say, it is. */
    private Mono<Boolean> stillThere(Delivery delivery, Written written) {
        return delivery.attempts() == 0 || link.sides().chatwoot() == null
                ? Mono.just(true)
                : link.chatwoot()
                        .api()
                        .messagesBefore(written.conversationId(), written.id() + 1)
                        .map(reply -> reply instanceof ChatwootReply.Done done
                                ? done.body()
                                        .path("payload")
                                        .valueStream()
                                        .noneMatch(message -> message.path("id").asLong(0) == written.id()
                                                && written.beside(message).isDeleted())
                                : Boolean.TRUE);
    }

    private <T> Mono<T> shown(Delivery delivery, Written written, StoppedException stopped) {
        return feedback.stopped(delivery, written, stopped.outcome()).then(Mono.error(stopped));
    }

    /** What is refused keeps its place from nobody; what may still go keeps the order. */
    private static Mono<Outcome> unlessFinal(StoppedException stopped) {
        return stopped.outcome() instanceof Outcome.Refused ? Mono.just(stopped.outcome()) : Mono.error(stopped);
    }

    private Mono<Outcome> sent(Delivery delivery, Written written) {
        return recipients
                .of(written)
                .flatMap(chat -> sent(delivery, written, chat))
                .onErrorResume(StoppedException.class, stopped -> shown(delivery, written, stopped));
    }

    private Mono<Outcome> sent(Delivery delivery, Written written, String chat) {
        List<Part> parts = Part.of(written, text(written));
        if (parts.isEmpty()) {
            return Ends.done("there is nothing in it yet");
        }
        return quoted(written)
                .map(quoted -> new Target(
                        link.instance(delivery.event().envelope()),
                        chat,
                        written.id(),
                        written.conversationId(),
                        Names.hash(written.content()),
                        quoted.orElse(null)))
                .flatMap(target -> sending.all(target, parts))
                .delayUntil(done -> feedback.sent(delivery, written));
    }

    private Mono<Optional<Row>> quoted(Written written) {
        Long replyTo = written.replyTo();
        return replyTo == null
                ? Mono.just(Optional.empty())
                : link.messages()
                        .parts(replyTo)
                        .filter(row -> row.whatsapp() != null)
                        .next()
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty());
    }

    private String text(Written written) {
        String text = Markdown.toWhatsApp(written.content());
        String author = written.author();
        return link.options().signMessages() && author != null && !text.isBlank()
                ? Signature.sign(author, link.options().signDelimiter(), text)
                : text;
    }

    /**
     * Chatwoot tells of every change of a message and not of which. What of it is not on WhatsApp is sent: somebody has
     * pressed "retry", a file has come late, or the message itself never reached us.
     */
    Mono<Outcome> updated(Delivery delivery, Written written) {
        if (!written.isForCustomer()
                || written.isDeleted()
                || !written.externalError().isEmpty()) {
            return Ends.done("nothing for the customer");
        }
        return recipients
                .of(written)
                .flatMap(chat -> InstanceTalk.is(chat)
                        ? Ends.done("a command was done when it came")
                        : changed(delivery, written));
    }

    private Mono<Outcome> changed(Delivery delivery, Written written) {
        return link.messages().parts(written.id()).collectList().flatMap(rows -> {
            if (rows.isEmpty()) {
                return unheard(delivery, written);
            }
            Part.Text edited = edited(written, rows);
            return edited == null
                    ? sent(delivery, written)
                    : edit(delivery, rows.getFirst(), edited, Names.hash(written.content()));
        });
    }

    private Mono<Outcome> unheard(Delivery delivery, Written written) {
        Instant at = written.createdAt();
        Instant now = link.tools().clock().instant();
        if (at == null || at.isBefore(now.minus(OLDEST))) {
            return Ends.done("too old to be sent now");
        }
        Mono<Instant> since = link.sides().chatwoot() == null
                ? Mono.empty()
                : link.chatwoot().inbox().since();
        return since.defaultIfEmpty(now)
                .flatMap(begun -> at.isBefore(begun)
                        ? Ends.done("written before there was this bridge")
                        : sent(delivery, written));
    }

    /** The text as it is now, where it is the only part, is there, and was another one a moment ago. */
    private Part.@Nullable Text edited(Written written, List<Row> rows) {
        Instant begun = written.createdAt();
        boolean late =
                begun == null || begun.isBefore(link.tools().clock().instant().minus(EDITABLE));
        Row row = rows.getFirst();
        List<Part> parts = Part.of(written, text(written));
        return !late
                        && rows.size() == 1
                        && row.state() == State.THERE
                        && row.whatsapp() != null
                        && parts.size() == 1
                        && row.part().equals(Part.Text.KEY)
                        && parts.getFirst() instanceof Part.Text text
                        && row.told() != null
                        && !Names.hash(written.content()).equals(row.told())
                ? text
                : null;
    }

    /** Noted first, so that WhatsApp's word of it is known for our own. */
    private Mono<Outcome> edit(Delivery delivery, Row row, Part.Text text, String told) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("number", row.address().chat());
        body.put(
                "key",
                Map.of(
                        "id", String.valueOf(row.whatsapp()),
                        "remoteJid", row.address().chat(),
                        "fromMe", true));
        body.put("text", text.text());
        String instance = link.instance(delivery.event().envelope());
        return link.messages()
                .words(row, text.words(), told)
                .then(Mono.defer(() -> link.whatsapp().messenger().edit(instance, body)))
                .flatMap(reply -> switch (reply) {
                    case Reply.Done done -> Ends.done("edited");
                    case Reply.Failed failed ->
                        link.messages()
                                .words(row, String.valueOf(row.words()), row.told())
                                .then(Ends.stop(Ends.of(failed)));
                });
    }
}
