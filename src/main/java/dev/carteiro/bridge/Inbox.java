package dev.carteiro.bridge;

import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.ChatwootReply;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The inbox of a bridge: looked up once, made where it is missing and that is wanted. */
final class Inbox {

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    /** It may be renamed or deleted; a message that cannot be posted makes us look sooner. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final ChatwootApi api;
    private final InboxTable table;
    private final Wanted wanted;
    private volatile Mono<Known> shared;

    Inbox(ChatwootApi api, InboxTable table, Wanted wanted) {
        this.api = api;
        this.table = table;
        this.wanted = wanted;
        shared = once();
    }

    private Mono<Known> once() {
        return Mono.defer(this::look)
                .cacheInvalidateWhen(known -> Mono.delay(KEPT).then());
    }

    /** It is not there any more: it is looked for anew, by its name. */
    Mono<Void> forget() {
        return table.forget().then(Mono.fromRunnable(() -> shared = once()));
    }

    /**
     * Which inbox it is to be.
     *
     * @param place its Chatwoot's URL and account, and its name
     * @param name or number
     * @param webhookUrl where Chatwoot is to send what happens in it; null where nobody has said how we are reached
     */
    record Wanted(
            String place,
            String name,
            boolean autoCreate,
            @Nullable String webhookUrl,
            String instance) {}

    /** {@code identifier} is for the public API. */
    record Known(long id, @Nullable String identifier) {}

    /** Fails with a {@link StoppedException} where there is none. */
    Mono<Known> known() {
        return Mono.defer(() -> shared);
    }

    Mono<Instant> since() {
        return table.since();
    }

    String name() {
        return wanted.name();
    }

    @Nullable String webhookUrl() {
        return wanted.webhookUrl();
    }

    private Mono<Known> look() {
        return table.find(wanted.place()).flatMap(this::again).switchIfEmpty(Mono.defer(this::lookThere));
    }

    /** Whether it is still there, and still sends to us; empty where it is gone. What cannot be asked now is taken as it was. */
    private Mono<Known> again(Known known) {
        return api.inbox(known.id()).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> usable(done.body());
            case ChatwootReply.Failed failed ->
                failed.fault() == ChatwootReply.Fault.NOT_FOUND
                        ? table.forget().then(Mono.<Known>empty())
                        : Mono.just(known);
        });
    }

    private Mono<Known> lookThere() {
        return api.inboxes()
                .flatMap(reply -> switch (reply) {
                    case ChatwootReply.Done done -> Mono.just(done.body());
                    case ChatwootReply.Failed failed ->
                        Ends.<JsonNode>stop(
                                failed.fault() == ChatwootReply.Fault.NOT_FOUND
                                        ? Ends.barred("Chatwoot: " + failed.reason()
                                                + "; look at the bridge's chatwoot url and account")
                                        : Ends.of(failed));
                })
                .flatMap(list -> {
                    JsonNode found = find(list.path("payload"));
                    return found == null ? missing(list.path("payload")) : usable(found);
                })
                .flatMap(known -> table.save(wanted.place(), known));
    }

    /** The entry that is meant, by its number or its name; null where there is none. */
    @Nullable JsonNode find(JsonNode inboxes) {
        for (JsonNode inbox : inboxes) {
            boolean number = wanted.name().equals(inbox.path("id").asString(""));
            if (number || wanted.name().equals(inbox.path("name").asString(""))) {
                return inbox;
            }
        }
        return null;
    }

    private Mono<Known> usable(JsonNode inbox) {
        String channel = inbox.path("channel_type").asString("");
        if (!channel.equals("Channel::Api")) {
            return Ends.stop(Ends.barred("The inbox \"" + wanted.name() + "\" is of the kind " + channel
                    + "; a bridge needs one of the kind API"));
        }
        Known known = known(inbox);
        String old = inbox.path("webhook_url").asString("");
        String ours = wanted.webhookUrl();
        if (ours == null || !wanted.autoCreate() || old.equals(ours) || !(old.isEmpty() || isEvolutions(old))) {
            return Mono.just(known);
        }
        return api.updateInbox(known.id(), Map.of("channel", Map.of("webhook_url", ours)))
                .doOnNext(reply -> told(reply, known))
                .thenReturn(known);
    }

    /** It takes an administrator's token; without one, somebody has to change it by hand, and the doctor says so. */
    private void told(ChatwootReply reply, Known known) {
        if (reply instanceof ChatwootReply.Failed failed) {
            log.warn(
                    "event=inbox-not-taken-over inbox={} instance={} reason=\"{}\"",
                    known.id(),
                    wanted.instance(),
                    failed.reason());
        } else {
            log.info("event=inbox-taken-over inbox={} instance={}", known.id(), wanted.instance());
        }
    }

    /** Where Evolution's own bridge had it sent: whoever moves from that to us means this. */
    private boolean isEvolutions(String url) {
        String path = url.replaceFirst("[?#].*", "");
        return path.endsWith("/chatwoot/webhook/" + Names.encoded(wanted.instance()));
    }

    private Mono<Known> missing(JsonNode inboxes) {
        if (!wanted.autoCreate()) {
            List<String> names = inboxes.valueStream()
                    .map(inbox -> inbox.path("name").asString(""))
                    .limit(20)
                    .toList();
            return Ends.stop(Ends.barred("Chatwoot has no inbox \"" + wanted.name() + "\" (it has "
                    + (names.isEmpty() ? "none" : String.join(", ", names)) + "); auto-create: true makes it"));
        }
        if (wanted.webhookUrl() == null) {
            return Ends.stop(Ends.barred(
                    "The inbox cannot be made: set carteiro.public-url, by which Chatwoot" + " reaches us"));
        }
        return table.claim(wanted.place())
                .flatMap(ours -> ours
                        ? Ends.chatwoot(api.createInbox(form())).map(Inbox::known)
                        : Ends.later("the inbox is being made", Duration.ofSeconds(1)))
                .doOnNext(known -> log.info("event=inbox-made inbox={} instance={}", known.id(), wanted.instance()));
    }

    private Map<String, Object> form() {
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put("type", "api");
        channel.put("webhook_url", Objects.requireNonNull(wanted.webhookUrl()));
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", wanted.name());
        form.put("channel", channel);
        return form;
    }

    private static Known known(JsonNode inbox) {
        String identifier = inbox.path("inbox_identifier").asString("");
        return new Known(inbox.path("id").asLong(0), identifier.isEmpty() ? null : identifier);
    }
}
