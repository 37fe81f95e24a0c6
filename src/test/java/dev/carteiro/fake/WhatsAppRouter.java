package dev.carteiro.fake;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes the calls of an Evolution server: an unknown instance is told before the key is looked at. */
final class WhatsAppRouter implements FakeServer.Handler {

    private final Routes<WhatsAppRequest.Handler> routes = new Routes<>();
    private final WhatsAppState state;
    private final InstanceCalls instances;
    private final String apiKey;

    WhatsAppRouter(WhatsAppState state, InstanceCalls instances, String apiKey) {
        this.state = state;
        this.instances = instances;
        this.apiKey = apiKey;
        add("GET", "instance/connectionState", instances::connectionState);
        add("GET", "instance/connect", instances::connect);
        add("DELETE", "instance/logout", instances::logout);
        add("GET", "webhook/find", instances::findWebhook);
        add("POST", "webhook/set", instances::setWebhook);
        add("GET", "chatwoot/find", instances::findChatwoot);
        add("POST", "chatwoot/set", instances::setChatwoot);
    }

    private void add(String method, String path, WhatsAppRequest.Handler handler) {
        routes.add(method, "/" + path + "/:instance", handler);
    }

    void sends(SendCalls calls) {
        add("POST", "message/sendText", calls::text);
        add("POST", "message/sendMedia", calls::media);
        add("POST", "message/sendWhatsAppAudio", calls::audio);
        add("POST", "message/sendSticker", calls::sticker);
        add("POST", "message/sendReaction", calls::reaction);
        add("POST", "message/sendLocation", calls::location);
        add("POST", "message/sendContact", calls::contact);
        add("POST", "message/sendPoll", calls::poll);
    }

    void chats(ChatCalls calls, WhatsAppDesk desk) {
        add("POST", "chat/updateMessage", desk::edit);
        add("DELETE", "chat/deleteMessageForEveryone", desk::delete);
        add("POST", "chat/markMessageAsRead", calls::markAsRead);
        add("POST", "chat/sendPresence", calls::presence);
        add("POST", "chat/getBase64FromMediaMessage", calls::base64);
        add("POST", "chat/findMessages", calls::findMessages);
        add("POST", "chat/findStatusMessage", calls::findStatuses);
        add("POST", "chat/findChats", calls::findChats);
        add("POST", "chat/whatsappNumbers", calls::numbers);
        add("POST", "chat/fetchProfilePictureUrl", calls::picture);
        add("GET", "group/findGroupInfos", calls::group);
    }

    @Override
    public Answer answer(Inbound inbound) throws Exception {
        if (inbound.path().equals("/")) {
            return instances.welcome();
        }
        String key = inbound.header("apikey");
        if (inbound.path().equals("/instance/fetchInstances")) {
            if (!apiKey.equals(key)
                    && state.all().stream().noneMatch(each -> each.token().equals(key))) {
                throw WhatsAppErrors.unauthorized();
            }
            return instances.list(inbound);
        }
        Routes.Match<WhatsAppRequest.Handler> match = routes.find(inbound.method(), inbound.path());
        if (match == null) {
            throw WhatsAppErrors.notFound("Cannot %s %s".formatted(inbound.method(), inbound.path()));
        }
        WhatsAppInstance instance = state.need(match.variables().getOrDefault("instance", ""));
        if (!isGood(key, instance)) {
            throw WhatsAppErrors.unauthorized();
        }
        return match.handler().answer(request(inbound, instance));
    }

    private boolean isGood(@Nullable String key, WhatsAppInstance instance) {
        return apiKey.equals(key) || instance.token().equals(key);
    }

    private static WhatsAppRequest request(Inbound inbound, WhatsAppInstance instance) throws IOException {
        LongStrings.Reduced body = LongStrings.read(inbound.body());
        if (body.json().length == 0) {
            return new WhatsAppRequest(inbound, instance, Json.object(), List.of());
        }
        try {
            JsonNode json = Json.MAPPER.readTree(body.json());
            if (json instanceof ObjectNode object) {
                return new WhatsAppRequest(inbound, instance, object, body.strings());
            }
        } catch (JacksonException e) {
            throw WhatsAppErrors.bad("Unexpected token in JSON");
        }
        throw WhatsAppErrors.bad("Unexpected token in JSON");
    }
}
