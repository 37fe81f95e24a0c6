package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatTable.Chat;
import dev.carteiro.chatwoot.ChatwootApi;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.event.Phones;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Finds the contact of a chat, or makes it. Chatwoot keeps addresses and identifiers unique and says so in several ways; two
 * who make the same contact at once end with one.
 */
final class Contacts {

    private static final Logger log = LoggerFactory.getLogger(Contacts.class);

    /** With the plus sign: 55, two digits of the area, and nine or eight of the phone. */
    private static final int WITH_NINTH_DIGIT = 14;

    private final Link link;

    Contacts(Link link) {
        this.link = link;
    }

    /**
     * Whom a chat is with.
     *
     * @param phone E.164 with the plus; null for groups and where it is hidden
     * @param picture a URL; null where there is none or none is known
     */
    record Person(
            String chat,
            String name,
            @Nullable String phone,
            @Nullable String picture) {}

    /** {@code person} is only asked for where nothing is known yet. */
    Mono<Chat> known(Chat chat, Inbox.Known inbox, Mono<Person> person) {
        return chat.contact() != null
                ? Mono.just(chat)
                : person.flatMap(who -> bySource(chat, inbox, who)
                        .switchIfEmpty(Mono.defer(() -> byAddress(chat, inbox, who)))
                        .switchIfEmpty(Mono.defer(() -> made(chat, inbox, who)))
                        .flatMap(link.chats()::save));
    }

    private Mono<Chat> bySource(Chat chat, Inbox.Known inbox, Person who) {
        return api().contactBySource(inbox.id(), who.chat()).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> Mono.just(chat.of(id(done.body()), who.chat()));
            case ChatwootReply.Failed failed ->
                failed.fault() == ChatwootReply.Fault.NOT_FOUND ? Mono.empty() : Ends.stop(Ends.of(failed));
        });
    }

    private Mono<Chat> byAddress(Chat chat, Inbox.Known inbox, Person who) {
        return Ends.chatwoot(api().contactsBy(addresses(who)))
                .flatMap(found -> one(found.path("payload"), who))
                .flatMap(contact -> joined(chat, inbox, who, contact));
    }

    private static List<Map.Entry<String, String>> addresses(Person who) {
        List<Map.Entry<String, String>> addresses = new ArrayList<>();
        addresses.add(Map.entry("identifier", who.chat()));
        if (who.phone() != null) {
            Phones.variants(who.phone()).forEach(phone -> addresses.add(Map.entry("phone_number", phone)));
        }
        return addresses;
    }

    /** The one that has the very address; of the others the one with the longer number. */
    private Mono<JsonNode> one(JsonNode found, Person who) {
        List<JsonNode> all = new ArrayList<>(found.valueStream().toList());
        if (all.isEmpty()) {
            return Mono.empty();
        }
        all.sort(Comparator.comparing(
                        (JsonNode contact) -> !text(contact, "identifier").equals(who.chat()))
                .thenComparing(contact -> !text(contact, "phone_number").equals(who.phone()))
                .thenComparing(contact -> -text(contact, "phone_number").length()));
        JsonNode best = all.getFirst();
        if (all.size() == 2 && link.options().mergeBrazilContacts() && sameBrazilian(all)) {
            return merged(all);
        }
        return Mono.just(best);
    }

    private static boolean sameBrazilian(List<JsonNode> two) {
        String one = text(two.getFirst(), "phone_number");
        return one.startsWith("+55")
                && Phones.variants(one).contains(text(two.getLast(), "phone_number"))
                && !one.equals(text(two.getLast(), "phone_number"));
    }

    private Mono<JsonNode> merged(List<JsonNode> two) {
        boolean first = text(two.getFirst(), "phone_number").length() == WITH_NINTH_DIGIT;
        JsonNode base = first ? two.getFirst() : two.getLast();
        JsonNode other = first ? two.getLast() : two.getFirst();
        log.info("event=contacts-merged bridge={} base={} merged={}", link.name(), id(base), id(other));
        return Ends.chatwoot(api().mergeContacts(id(base), id(other))).thenReturn(base);
    }

    /** Whoever was known by the number alone gets the address by which the answer finds the way. */
    private Mono<Chat> joined(Chat chat, Inbox.Known inbox, Person who, JsonNode contact) {
        long id = id(contact);
        return api().addToInbox(id, inbox.id(), who.chat()).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> Mono.just(chat.of(id, who.chat()));
            case ChatwootReply.Failed failed ->
                switch (failed.fault()) {
                    // Another contact has the address: by now, or since somebody merged the two.
                    case TAKEN, BROKEN, INVALID -> bySource(chat, inbox, who).switchIfEmpty(Ends.stop(Ends.of(failed)));
                    case UNREACHABLE, UNANSWERED, UNAUTHORIZED, NOT_FOUND, TOO_LARGE, LIMITED ->
                        Ends.stop(Ends.of(failed));
                };
        });
    }

    private Mono<Chat> made(Chat chat, Inbox.Known inbox, Person who) {
        return api().createContact(form(inbox, who, who.phone())).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done ->
                Mono.just(chat.of(id(done.body().path("payload").path("contact")), who.chat())
                        .called(who.name())
                        .shown(Pictures.name(who.picture())));
            case ChatwootReply.Failed failed ->
                switch (failed.fault()) {
                    // A race: 422 from the check before, 500 from the index behind it. Whoever won it has made the
                    // contact.
                    case TAKEN, BROKEN, UNANSWERED -> again(chat, inbox, who, failed);
                    case INVALID -> who.phone() == null ? Ends.stop(Ends.of(failed)) : withoutPhone(chat, inbox, who);
                    case UNREACHABLE, UNAUTHORIZED, NOT_FOUND, TOO_LARGE, LIMITED -> Ends.stop(Ends.of(failed));
                };
        });
    }

    private Mono<Chat> again(Chat chat, Inbox.Known inbox, Person who, ChatwootReply.Failed failed) {
        return bySource(chat, inbox, who)
                .switchIfEmpty(Mono.defer(() -> byAddress(chat, inbox, who)))
                .switchIfEmpty(Ends.defer("Chatwoot: " + failed.reason() + ", but there is no such contact"));
    }

    /** WhatsApp knows numbers that are none by E.164, and Chatwoot takes no others. */
    private Mono<Chat> withoutPhone(Chat chat, Inbox.Known inbox, Person who) {
        return Ends.chatwoot(api().createContact(form(inbox, who, null)))
                .map(body -> chat.of(id(body.path("payload").path("contact")), who.chat())
                        .called(who.name()));
    }

    private static Map<String, Object> form(Inbox.Known inbox, Person who, @Nullable String phone) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("inbox_id", inbox.id());
        form.put("source_id", who.chat());
        form.put("name", who.name());
        form.put("identifier", who.chat());
        if (phone != null) {
            form.put("phone_number", phone);
        }
        if (who.picture() != null) {
            form.put("avatar_url", who.picture());
        }
        return form;
    }

    private ChatwootApi api() {
        return link.chatwoot().api();
    }

    private static long id(JsonNode contact) {
        return contact.path("id").asLong(0);
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }
}
