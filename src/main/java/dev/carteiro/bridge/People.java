package dev.carteiro.bridge;

import dev.carteiro.bridge.ChatTable.Chat;
import dev.carteiro.bridge.Contacts.Person;
import dev.carteiro.chatwoot.ChatwootReply;
import dev.carteiro.delivery.Delivery;
import dev.carteiro.delivery.Outcome;
import dev.carteiro.event.Event;
import dev.carteiro.event.Message;
import dev.carteiro.event.Party;
import dev.carteiro.event.Phones;
import dev.carteiro.evolution.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Who is behind the addresses of WhatsApp, and which contact that is. */
final class People {

    private static final Logger log = LoggerFactory.getLogger(People.class);

    private final Link link;
    private final Contacts contacts;

    People(Link link) {
        this.link = link;
        this.contacts = new Contacts(link);
    }

    /** Takes note of a number and the LID behind which it hides, and moves the chat that was known by the LID alone. */
    Mono<Void> learned(Delivery delivery, Message message) {
        Party chat = message.chat();
        String instance = link.instance(delivery.event().envelope());
        return Flux.concat(Mono.just(chat), Mono.justOrEmpty(message.sender()))
                .filter(party -> party.lid() != null && party.phone() != null)
                .concatMap(party -> link.chats()
                        .learn(instance, String.valueOf(party.lid()), party.id())
                        .then(Mono.defer(() -> moved(String.valueOf(party.lid()), party))))
                .then();
    }

    /** Chatwoot first: what fails there is done again with the next message, as long as the chat has its old name. */
    private Mono<Void> moved(String lid, Party party) {
        return link.chats()
                .find(lid)
                .filter(chat -> chat.contact() != null)
                .flatMap(chat -> link.chats()
                        .find(party.id())
                        .flatMap(known -> known.contact() == null
                                ? addressed(chat, party)
                                        .then(link.chats().rename(lid, party.id()))
                                        .then()
                                : merged(chat, party)));
    }

    /** The contact was known by its LID alone, and has a number now. */
    private Mono<Void> addressed(Chat chat, Party party) {
        long contact = chat.contact() == null ? 0 : chat.contact();
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("identifier", party.id());
        change.put("phone_number", String.valueOf(party.phone()));
        return link.chatwoot().api().updateContact(contact, change).flatMap(reply -> switch (reply) {
            case ChatwootReply.Done done -> Mono.<Void>empty();
            case ChatwootReply.Failed failed ->
                switch (failed.fault()) {
                    // Somebody else has the number already; the chat goes on with the contact that it has.
                    case TAKEN, INVALID, NOT_FOUND, TOO_LARGE -> {
                        log.warn(
                                "event=contact-not-addressed bridge={} contact={} reason=\"{}\"",
                                link.name(),
                                contact,
                                failed.reason());
                        yield Mono.<Void>empty();
                    }
                    case UNREACHABLE, UNANSWERED, UNAUTHORIZED, LIMITED, BROKEN -> Ends.stop(Ends.of(failed));
                };
        });
    }

    private Mono<Void> merged(Chat hidden, Party party) {
        return link.chats()
                .find(party.id())
                .filter(known -> known.contact() != null && !known.contact().equals(hidden.contact()))
                .flatMap(known -> Ends.chatwoot(link.chatwoot()
                        .api()
                        .mergeContacts(
                                known.contact() == null ? 0 : known.contact(),
                                hidden.contact() == null ? 0 : hidden.contact())))
                .doOnNext(done -> log.info("event=contacts-merged bridge={} by=lid", link.name()))
                .then(link.chats().forget(hidden.chat()));
    }

    /** The chat of a message, with its contact. */
    Mono<Chat> chat(Delivery delivery, Message message) {
        String instance = link.instance(delivery.event().envelope());
        return address(instance, message.chat().id())
                .flatMap(address -> link.chats().find(address))
                .flatMap(chat -> link.chatwoot()
                        .inbox()
                        .known()
                        .flatMap(inbox -> contacts.known(chat, inbox, person(instance, message, chat.chat()))))
                .flatMap(chat -> named(chat, message));
    }

    /** The address under which a chat is kept: that of its number, where anybody ever told it. */
    Mono<String> address(String instance, String chat) {
        return chat.endsWith("@lid") ? link.chats().phoneOf(instance, chat).defaultIfEmpty(chat) : Mono.just(chat);
    }

    Mono<Void> withoutConversation(Delivery delivery, String chat) {
        return address(link.instance(delivery.event().envelope()), chat)
                .flatMap(address -> link.chats().find(address))
                .flatMap(known -> link.chats().save(known.in(null)))
                .then();
    }

    private Mono<Person> person(String instance, Message message, String address) {
        String phone = Phones.phone(address);
        Mono<Optional<String>> picture = picture(instance, address);
        if (message.group()) {
            return Mono.zip(subject(instance, address), picture)
                    .map(both -> new Person(
                            address,
                            link.phrases().say(Phrase.GROUP, both.getT1().orElse(digits(address))),
                            null,
                            both.getT2().orElse(null)));
        }
        String name = name(message);
        return picture.map(shown -> new Person(
                address, name == null ? (phone == null ? digits(address) : phone) : name, phone, shown.orElse(null)));
    }

    /** What the customer calls itself; our own name is not that of the chat. */
    private static @Nullable String name(Message message) {
        String name = message.chat().name();
        return name == null && !message.fromMe() && !message.group() && message.sender() != null
                ? message.sender().name()
                : name;
    }

    private static String digits(String address) {
        int at = address.indexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    /** A picture is nice to have, and nothing more. */
    private Mono<Optional<String>> picture(String instance, String address) {
        return link.sides().whatsapp() == null
                ? Mono.just(Optional.empty())
                : link.whatsapp()
                        .messenger()
                        .picture(instance, address)
                        .map(reply -> text(reply, "/profilePictureUrl").filter(url -> url.startsWith("http")));
    }

    private Mono<Optional<String>> subject(String instance, String group) {
        return link.sides().whatsapp() == null
                ? Mono.just(Optional.empty())
                : link.whatsapp().messenger().group(instance, group).map(reply -> text(reply, "/subject"));
    }

    private static Optional<String> text(Reply reply, String pointer) {
        return reply instanceof Reply.Done done
                ? Optional.of(done.body().at(pointer).asString("")).filter(found -> !found.isBlank())
                : Optional.empty();
    }

    /** A contact that was made before anybody said its name gets it now. */
    private Mono<Chat> named(Chat chat, Message message) {
        String name = name(message);
        boolean nameless = chat.name() != null
                && (chat.name().equals(Phones.phone(chat.chat())) || chat.name().equals(digits(chat.chat())));
        return name == null || message.group() || !nameless ? Mono.just(chat) : renamed(chat, name, null);
    }

    /** Only what we have given it is taken back: what an agent has written stays. */
    private Mono<Chat> renamed(Chat chat, @Nullable String name, @Nullable String picture) {
        long contact = chat.contact() == null ? 0 : chat.contact();
        return link.chatwoot().api().contact(contact).flatMap(reply -> switch (reply) {
            case ChatwootReply.Failed failed -> Mono.just(chat); // it is tried again with the next message
            case ChatwootReply.Done done -> changed(chat, done.body().path("payload"), name, picture);
        });
    }

    private Mono<Chat> changed(Chat chat, JsonNode contact, @Nullable String name, @Nullable String picture) {
        Map<String, Object> change = new LinkedHashMap<>();
        boolean ours = contact.path("name").asString("").isBlank()
                || contact.path("name").asString("").equals(chat.name());
        if (name != null && ours && !name.equals(contact.path("name").asString(""))) {
            change.put("name", name);
        }
        if (picture != null) {
            change.put("avatar_url", picture);
        }
        Chat next = chat.called(name == null ? chat.name() : name)
                .shown(picture == null ? chat.picture() : Pictures.name(picture));
        Mono<Chat> saved = link.chats().save(next);
        return change.isEmpty()
                ? saved
                : link.chatwoot()
                        .api()
                        .updateContact(contact.path("id").asLong(0), change)
                        .flatMap(reply -> reply instanceof ChatwootReply.Done ? saved : Mono.just(chat));
    }

    /** Names and pictures of those who have a chat; others get theirs with their first message. */
    Mono<Outcome> changed(Delivery delivery, Event.ContactChanged changed) {
        Map<String, String> pictures = ContactPictures.of(delivery.event().body());
        return Flux.fromIterable(changed.contacts())
                .concatMap(party -> link.chats()
                        .find(party.id())
                        .filter(chat -> chat.contact() != null)
                        .flatMap(chat -> updated(chat, party, pictures.get(party.id()))))
                .count()
                .map(count -> Ends.delivered(count + " contacts looked at"));
    }

    private Mono<Chat> updated(Chat chat, Party party, @Nullable String picture) {
        String name = party.name();
        boolean named = name != null && !name.isBlank() && !party.id().endsWith("@g.us") && !name.equals(chat.name());
        boolean shown =
                picture != null && !String.valueOf(Pictures.name(picture)).equals(chat.picture());
        return named || shown ? renamed(chat, named ? name : null, shown ? picture : null) : Mono.just(chat);
    }
}
