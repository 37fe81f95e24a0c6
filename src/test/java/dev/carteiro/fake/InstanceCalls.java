package dev.carteiro.fake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about instances, and about where their events go. */
final class InstanceCalls {

    private static final Set<String> EVENTS = Set.of(
            "APPLICATION_STARTUP",
            "QRCODE_UPDATED",
            "MESSAGES_SET",
            "MESSAGES_UPSERT",
            "MESSAGES_EDITED",
            "MESSAGES_UPDATE",
            "MESSAGES_DELETE",
            "SEND_MESSAGE",
            "SEND_MESSAGE_UPDATE",
            "CONTACTS_SET",
            "CONTACTS_UPSERT",
            "CONTACTS_UPDATE",
            "PRESENCE_UPDATE",
            "CHATS_SET",
            "CHATS_UPSERT",
            "CHATS_UPDATE",
            "CHATS_DELETE",
            "GROUPS_UPSERT",
            "GROUP_UPDATE",
            "GROUP_PARTICIPANTS_UPDATE",
            "CONNECTION_UPDATE",
            "LABELS_EDIT",
            "LABELS_ASSOCIATION",
            "CALL",
            "TYPEBOT_START",
            "TYPEBOT_CHANGE_STATUS",
            "REMOVE_INSTANCE",
            "LOGOUT_INSTANCE",
            "INSTANCE_CREATE",
            "INSTANCE_DELETE",
            "STATUS_INSTANCE");

    private final WhatsAppState state;
    private final WhatsAppHooks hooks;

    InstanceCalls(WhatsAppState state, WhatsAppHooks hooks) {
        this.state = state;
        this.hooks = hooks;
    }

    Answer welcome() {
        return Answer.ok(Json.object(
                "status", 200,
                "message", "Welcome to the Evolution API, it is working!",
                "version", state.version,
                "clientName", "evolution_exchange",
                "manager", state.url + "/manager",
                "documentation", "https://doc.evolution-api.com",
                "whatsappWebVersion", "2.3000.1023204200"));
    }

    Answer list(Inbound inbound) {
        String wanted = inbound.query("instanceName");
        List<ObjectNode> found = state.all().stream()
                .filter(instance -> wanted == null || wanted.equals(instance.name()))
                .map(InstanceCalls::row)
                .toList();
        if (wanted != null && found.isEmpty()) {
            throw WhatsAppErrors.notFound("Instance \"%s\" not found".formatted(wanted));
        }
        return Answer.ok(Json.array(found));
    }

    private static ObjectNode row(WhatsAppInstance instance) {
        return Json.object(
                "id", instance.id,
                "name", instance.name(),
                "connectionStatus", instance.state(),
                "ownerJid", instance.jid(),
                "profileName", instance.name(),
                "profilePicUrl", null,
                "integration", "WHATSAPP-BAILEYS",
                "number", null,
                "token", instance.token(),
                "disconnectionReasonCode", null,
                "Chatwoot", instance.chatwootSettings());
    }

    private static ObjectNode stateOf(WhatsAppInstance instance) {
        return Json.object("instance", Json.object("instanceName", instance.name(), "state", instance.state()));
    }

    Answer connectionState(WhatsAppRequest request) {
        return Answer.ok(stateOf(request.instance()));
    }

    Answer connect(WhatsAppRequest request) {
        WhatsAppInstance instance = request.instance();
        if (instance.isOpen()) {
            return Answer.ok(stateOf(instance));
        }
        instance.state("connecting");
        return Answer.ok(Json.object(
                "pairingCode",
                null,
                "code",
                "2@" + instance.id,
                "base64",
                "data:image/png;base64,iVBORw0KGgo=",
                "count",
                1));
    }

    Answer logout(WhatsAppRequest request) {
        WhatsAppInstance instance = request.instance();
        if (instance.state().equals("close")) {
            throw WhatsAppErrors.bad("The \"%s\" instance is not connected".formatted(instance.name()));
        }
        hooks.emit(instance, "", "logout.instance", null);
        instance.state("close");
        ObjectNode closed = Json.object("instance", instance.name(), "state", "close", "statusReason", 401);
        hooks.emit(instance, "", "connection.update", closed);
        ObjectNode response = Json.object("message", "Instance logged out");
        return Answer.ok(Json.object("status", "SUCCESS", "error", false, "response", response));
    }

    Answer findWebhook(WhatsAppRequest request) {
        WhatsAppInstance.Hook hook = request.instance().hook();
        return hook.url().isEmpty()
                ? Answer.json(200, Json.MAPPER.nullNode())
                : Answer.ok(hook(request.instance(), hook));
    }

    private static ObjectNode hook(WhatsAppInstance instance, WhatsAppInstance.Hook hook) {
        return Json.object(
                "id", "hook-" + instance.id,
                "url", hook.url(),
                "headers", hook.headers(),
                "enabled", hook.enabled(),
                "events", Json.array(hook.events()),
                "webhookByEvents", hook.byEvents(),
                "webhookBase64", hook.base64(),
                "instanceId", instance.id);
    }

    /** What it says of base64 waits for the next connection. */
    Answer setWebhook(WhatsAppRequest request) {
        request.require("webhook");
        WhatsAppRequest inner = new WhatsAppRequest(
                request.inbound(), request.instance(), Json.objectIn(request.json(), "webhook"), List.of());
        inner.require("enabled", "url");
        boolean enabled = Json.flag(inner.json(), "enabled");
        List<String> events = inner.texts("events");
        if (enabled && Json.member(inner.json(), "events") == null) {
            throw WhatsAppErrors.internal("Cannot read properties of undefined (reading 'length')");
        }
        if (!EVENTS.containsAll(events)) {
            throw WhatsAppErrors.schema(
                    List.of("instance.webhook.events[0] is not one of enum values: " + String.join(",", EVENTS)));
        }
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, JsonNode> each : inner.json().path("headers").properties()) {
            headers.put(each.getKey(), each.getValue().asString());
        }
        boolean byEvents = Json.flag(inner.json(), "byEvents");
        boolean base64 = Json.flag(inner.json(), "base64");
        WhatsAppInstance.Hook hook =
                new WhatsAppInstance.Hook(enabled, inner.text("url"), headers, byEvents, base64, events);
        request.instance().hook(hook);
        return Answer.json(201, hook(request.instance(), hook));
    }

    Answer findChatwoot(WhatsAppRequest request) {
        return Answer.ok(withUrl(request.instance()));
    }

    Answer setChatwoot(WhatsAppRequest request) {
        request.require("enabled", "accountId", "token", "url", "signMsg", "reopenConversation", "conversationPending");
        request.instance().chatwootSettings(request.json());
        return Answer.json(201, withUrl(request.instance()));
    }

    private ObjectNode withUrl(WhatsAppInstance instance) {
        return instance.chatwootSettings().put("webhook_url", state.url + "/chatwoot/webhook/" + instance.name());
    }
}
