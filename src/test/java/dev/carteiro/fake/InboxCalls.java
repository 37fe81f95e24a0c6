package dev.carteiro.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The calls with which a Chatwoot is set up: inboxes, webhooks, bots and the profile. */
final class InboxCalls {

    private static final Set<String> EVENTS = Set.of(
            "conversation_status_changed",
            "conversation_updated",
            "conversation_created",
            "contact_created",
            "contact_updated",
            "message_created",
            "message_updated",
            "webwidget_triggered",
            "inbox_created",
            "inbox_updated",
            "conversation_typing_on",
            "conversation_typing_off");

    private final ChatwootData data;

    InboxCalls(ChatwootData data) {
        this.data = data;
    }

    Answer list(ChatwootRequest request) {
        List<ObjectNode> all = data.inboxes.values().stream()
                .map(inbox -> ChatwootShapes.inbox(inbox, request.person()))
                .toList();
        return Answer.ok(Json.object("payload", Json.array(all)));
    }

    Answer show(ChatwootRequest request) {
        return Answer.ok(ChatwootShapes.inbox(request.row(data.inboxes, "id"), request.person()));
    }

    Answer create(ChatwootRequest request) {
        ObjectNode channel = Json.objectIn(request.json(), "channel");
        boolean api = "api".equals(Json.text(channel, "type"));
        InboxRow row = data.addInbox(api ? "Channel::Api" : "Channel::WebWidget");
        row.name = Json.text(request.json(), "name", "");
        return updated(row, request);
    }

    Answer update(ChatwootRequest request) {
        return updated(request.row(data.inboxes, "id"), request);
    }

    private static Answer updated(InboxRow row, ChatwootRequest request) {
        ObjectNode json = request.json();
        ObjectNode channel = Json.objectIn(json, "channel");
        row.name = Json.text(json, "name", row.name);
        if (json.has("lock_to_single_conversation")) {
            row.single = Json.flag(json, "lock_to_single_conversation");
        }
        if (channel.has("webhook_url")) {
            row.webhookUrl = Json.text(channel, "webhook_url");
        }
        if (channel.has("hmac_mandatory")) {
            row.hmacMandatory = Json.flag(channel, "hmac_mandatory");
        }
        row.additional.setAll(Json.objectIn(channel, "additional_attributes"));
        return Answer.ok(ChatwootShapes.inbox(row, request.person()));
    }

    Answer setBot(ChatwootRequest request) {
        request.row(data.inboxes, "id").hasBot = Json.member(request.json(), "agent_bot") != null;
        return Answer.empty(200);
    }

    Answer hooks(ChatwootRequest request) {
        List<ObjectNode> all =
                data.hooks.values().stream().map(InboxCalls::hook).toList();
        return Answer.ok(Json.object("payload", Json.object("webhooks", Json.array(all))));
    }

    Answer createHook(ChatwootRequest request) {
        String url = Json.text(request.json(), "url", "");
        if (data.hooks.values().stream().anyMatch(hook -> hook.url().equals(url))) {
            throw ChatwootErrors.invalid(List.of("Url has already been taken"), List.of("url"));
        }
        List<String> events = new ArrayList<>();
        request.json().path("subscriptions").valueStream().forEach(event -> events.add(event.asString()));
        if (events.isEmpty() || !EVENTS.containsAll(events)) {
            throw ChatwootErrors.invalid(List.of("Subscriptions Invalid events"), List.of("subscriptions"));
        }
        HookRow hook = data.addHook(Json.text(request.json(), "name", ""), url, events);
        return Answer.ok(Json.object("payload", Json.object("webhook", hook(hook))));
    }

    Answer deleteHook(ChatwootRequest request) {
        data.hooks.remove(request.row(data.hooks, "id").id());
        return Answer.empty(200);
    }

    private static ObjectNode hook(HookRow hook) {
        return Json.object(
                "id", hook.id(),
                "name", hook.name(),
                "url", hook.url(),
                "account_id", 1,
                "subscriptions", Json.array(hook.subscriptions()),
                "secret", hook.secret());
    }

    Answer bots(ChatwootRequest request) {
        Person bot = ChatwootData.BOT;
        ObjectNode json = Json.object(
                "id",
                bot.id(),
                "name",
                bot.name(),
                "description",
                "",
                "outgoing_url",
                "",
                "bot_type",
                "webhook",
                "account_id",
                1);
        return Answer.ok(Json.array(List.of(json)));
    }

    Answer profile(ChatwootRequest request) {
        Person person = request.person();
        String role = person.isAdministrator() ? "administrator" : "agent";
        ObjectNode account = Json.object("id", 1, "name", "Acme", "role", role, "status", "active");
        return Answer.ok(Json.object(
                "id", person.id(),
                "name", person.name(),
                "available_name", person.name(),
                "email", person.email(),
                "account_id", 1,
                "role", role,
                "accounts", Json.array(List.of(account))));
    }
}
