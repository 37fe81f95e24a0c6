package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Keeps contacts valid and unique, as a Chatwoot does. */
final class ChatwootContacts {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}\\z");

    private final ChatwootData data;
    private final ChatwootHooks hooks;

    ChatwootContacts(ChatwootData data, ChatwootHooks hooks) {
        this.data = data;
        this.hooks = hooks;
    }

    /** A contact out of the body of a call that is not yet in the table. */
    ContactRow draft(ObjectNode json) {
        ContactRow row = data.newContact();
        apply(row, json);
        check(row);
        return row;
    }

    @CanIgnoreReturnValue
    ContactRow add(ContactRow row) {
        data.contacts.put(row.id, row);
        hooks.contact("contact_created", row);
        return row;
    }

    void update(ContactRow row, ObjectNode json) {
        ContactRow candidate = new ContactRow(row.id);
        copy(row, candidate);
        apply(candidate, json);
        check(candidate);
        copy(candidate, row);
        hooks.contact("contact_updated", row);
    }

    private static void copy(ContactRow from, ContactRow to) {
        to.name = from.name;
        to.email = from.email;
        to.phone = from.phone;
        to.identifier = from.identifier;
        to.avatar = from.avatar;
        to.blocked = from.blocked;
        to.custom = from.custom.deepCopy();
        to.additional = from.additional.deepCopy();
    }

    private static void apply(ContactRow row, ObjectNode json) {
        row.name = json.has("name") ? Json.text(json, "name") : row.name;
        row.email = json.has("email") ? Json.text(json, "email") : row.email;
        row.phone = json.has("phone_number") ? Json.text(json, "phone_number") : row.phone;
        row.identifier = json.has("identifier") ? Json.text(json, "identifier") : row.identifier;
        row.avatar = json.has("avatar_url") ? Json.text(json, "avatar_url") : row.avatar;
        row.blocked = json.has("blocked") ? Json.flag(json, "blocked") : row.blocked;
        row.custom.setAll(Json.objectIn(json, "custom_attributes"));
        row.additional.setAll(Json.objectIn(json, "additional_attributes"));
    }

    private void check(ContactRow row) {
        List<String> messages = new ArrayList<>();
        List<String> attributes = new ArrayList<>();
        String email = lowerEmail(row);
        if (email != null && !email.isEmpty() && taken(row, email, ChatwootContacts::lowerEmail)) {
            messages.add("Email has already been taken");
            attributes.add("email");
        } else if (email != null && !email.isEmpty() && !email.contains("@")) {
            messages.add("Email is invalid");
            attributes.add("email");
        }
        if (filled(row.identifier) && taken(row, row.identifier, other -> other.identifier)) {
            messages.add("Identifier has already been taken");
            attributes.add("identifier");
        }
        checkPhone(row, messages, attributes);
        if (!messages.isEmpty()) {
            throw ChatwootErrors.invalid(messages, attributes);
        }
        boolean blankIdentifier = "".equals(row.identifier) && taken(row, "", other -> other.identifier);
        boolean blankEmail = "".equals(row.email) && taken(row, "", other -> other.email);
        if (blankIdentifier || blankEmail) {
            throw ChatwootErrors.internal(); // passes the validation, and not the index
        }
    }

    private void checkPhone(ContactRow row, List<String> messages, List<String> attributes) {
        if (!filled(row.phone)) {
            return;
        }
        if (taken(row, row.phone, other -> other.phone)) {
            messages.add("Phone number has already been taken");
            attributes.add("phone_number");
        }
        if (!E164.matcher(row.phone).find()) {
            messages.add("Phone number should be in e164 format");
            attributes.add("phone_number");
        }
    }

    private static @Nullable String lowerEmail(ContactRow row) {
        return row.email == null ? null : row.email.toLowerCase(Locale.ROOT);
    }

    private static boolean filled(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private boolean taken(ContactRow self, @Nullable String value, Function<ContactRow, @Nullable String> field) {
        return data.contacts.values().stream()
                .anyMatch(other -> other.id != self.id && Objects.equals(field.apply(other), value));
    }

    /** As ContactInboxBuilder does it: the link of the same contact, else a new one, else what {@code conflict} throws. */
    LinkRow link(ContactRow contact, InboxRow inbox, @Nullable String sourceId, Function<LinkRow, Refused> conflict) {
        LinkRow existing = sourceId == null ? null : data.link(inbox, sourceId);
        if (existing == null) {
            return data.addLink(contact, inbox, sourceId);
        }
        if (existing.contact != contact) {
            throw conflict.apply(existing);
        }
        return existing;
    }

    void delete(ContactRow row) {
        data.contacts.remove(row.id);
        data.messages.values().removeIf(message -> message.conversation.contact() == row);
        data.conversations.values().removeIf(conversation -> conversation.contact() == row);
        data.links.values().removeIf(link -> link.contact == row);
    }

    void merge(ContactRow base, ContactRow mergee) {
        if (base == mergee) {
            return;
        }
        data.linksOf(mergee).forEach(link -> link.contact = base);
        data.contacts.remove(mergee.id);
        base.name = filled(base.name) ? base.name : mergee.name;
        base.email = filled(base.email) ? base.email : mergee.email;
        base.phone = filled(base.phone) ? base.phone : mergee.phone;
        base.identifier = filled(base.identifier) ? base.identifier : mergee.identifier;
        mergee.custom.setAll(base.custom);
        base.custom = mergee.custom;
        hooks.contact("contact_updated", base);
    }

    @Nullable ContactRow find(Function<ContactRow, @Nullable String> field, @Nullable String value) {
        return data.contacts.values().stream()
                .filter(row -> filled(value) && Objects.equals(field.apply(row), value))
                .findFirst()
                .orElse(null);
    }
}
