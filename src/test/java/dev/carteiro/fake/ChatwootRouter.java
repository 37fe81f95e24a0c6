package dev.carteiro.fake;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Takes the calls of a Chatwoot: finds out who calls, whether that is allowed, and what answers. */
final class ChatwootRouter implements FakeServer.Handler {

    private static final String ACCOUNT = "/api/v1/accounts/:account/";

    private final Routes<Entry> routes = new Routes<>();
    private final Map<String, Person> tokens;
    private final ChatwootData data;
    private final ChatwootBlobs blobs;

    ChatwootRouter(Map<String, Person> tokens, ChatwootData data, ChatwootBlobs blobs) {
        this.tokens = Map.copyOf(tokens);
        this.data = data;
        this.blobs = blobs;
    }

    void add(Access access, String methods, String path, ChatwootRequest.Handler handler) {
        boolean outside = access == Access.PUBLIC || access == Access.PROFILE;
        routes.add(methods, outside ? path : ACCOUNT + path, new Entry(access, handler));
    }

    @Override
    public Answer answer(Inbound inbound) throws Exception {
        Answer blob = blobs.answer(inbound);
        if (blob != null) {
            return blob;
        }
        Routes.Match<Entry> match = routes.find(inbound.method(), inbound.path());
        if (match == null) {
            throw ChatwootErrors.publicNotFound();
        }
        Access access = match.handler().access;
        String account = match.variables().get("account");
        Person person = access == Access.PUBLIC ? ChatwootData.BOT : permitted(inbound, access, account);
        ObjectNode json = inbound.isMultipart() ? Json.object() : inbound.json();
        ChatwootRequest request = new ChatwootRequest(inbound, match.variables(), person, json);
        if (access == Access.UNLOCKED) {
            return match.handler().handler.answer(request);
        }
        synchronized (data) {
            return match.handler().handler.answer(request);
        }
    }

    private Person permitted(Inbound inbound, Access access, @Nullable String account) {
        String token = inbound.header("api_access_token");
        token = token == null ? inbound.header("api-access-token") : token;
        if (token == null || token.isEmpty()) {
            throw ChatwootErrors.signIn();
        }
        Person person = tokens.get(token);
        if (person == null) {
            throw ChatwootErrors.error(401, "Invalid Access Token");
        }
        if (person.isBot() && access != Access.BOT && access != Access.UNLOCKED) {
            throw ChatwootErrors.error(401, "Access to this endpoint is not authorized for bots");
        }
        if (account != null && !account.equals("1")) {
            throw ChatwootErrors.error(
                    401,
                    person.isBot()
                            ? "Bot is not authorized to access this account"
                            : "You are not authorized to access this account");
        }
        if (access == Access.ADMINISTRATOR && !person.isAdministrator()) {
            throw ChatwootErrors.error(401, "You are not authorized to do this action");
        }
        return person;
    }

    /** Who may make a call. */
    enum Access {
        ADMINISTRATOR,
        USER,
        /** Users and bots. */
        BOT,
        /** As for bots, and called without the lock. */
        UNLOCKED,
        /** Users, outside of an account. */
        PROFILE,
        /** Everybody, outside of an account. */
        PUBLIC
    }

    private record Entry(Access access, ChatwootRequest.Handler handler) {}
}
