package dev.carteiro.fake;

/** The table of a Chatwoot's calls. */
final class ChatwootRoutes {

    private final ChatwootRouter router;

    ChatwootRoutes(ChatwootRouter router) {
        this.router = router;
    }

    void contacts(ContactCalls calls) {
        user("GET", "contacts/search", calls::search);
        user("POST", "contacts/filter", calls::filter);
        user("GET", "contacts", calls::list);
        user("POST", "contacts", calls::create);
        user("GET", "contacts/:id", calls::show);
        user("PUT|PATCH", "contacts/:id", calls::update);
        administrator("DELETE", "contacts/:id", calls::delete);
        user("POST", "contacts/:id/contact_inboxes", calls::addLink);
        user("GET", "contacts/:id/contactable_inboxes", calls::contactable);
        user("GET", "contacts/:id/conversations", calls::conversations);
        user("POST", "contact_inboxes/filter", calls::bySource);
        user("POST", "actions/contact_merge", calls::merge);
    }

    void conversations(ConversationCalls calls) {
        user("GET", "conversations", calls::list);
        bot("POST", "conversations", calls::create);
        bot("GET", "conversations/:id", calls::show);
        bot("PUT|PATCH", "conversations/:id", calls::update);
        bot("POST", "conversations/:id/toggle_status", calls::toggleStatus);
        bot("POST", "conversations/:id/toggle_typing_status", calls::typing);
        bot("POST", "conversations/:id/toggle_priority", calls::update);
        user("POST", "conversations/:id/update_last_seen", calls::seen);
        bot("GET", "conversations/:id/labels", calls::labels);
        bot("POST", "conversations/:id/labels", calls::replaceLabels);
        bot("POST", "conversations/:id/custom_attributes", calls::replaceAttributes);
        bot("POST", "conversations/:id/assignments", calls::assign);
    }

    void messages(MessageCalls calls) {
        String messages = "conversations/:id/messages";
        router.add(ChatwootRouter.Access.UNLOCKED, "POST", messages, calls::create);
        user("GET", messages, calls::list);
        user("PATCH|PUT", messages + "/:message", calls::status);
        user("DELETE", messages + "/:message", calls::delete);
        user("POST", messages + "/:message/retry", calls::retry);
    }

    void inboxes(InboxCalls calls) {
        user("GET", "inboxes", calls::list);
        user("GET", "inboxes/:id", calls::show);
        administrator("POST", "inboxes", calls::create);
        administrator("PATCH|PUT", "inboxes/:id", calls::update);
        administrator("POST", "inboxes/:id/set_agent_bot", calls::setBot);
        administrator("GET", "webhooks", calls::hooks);
        administrator("POST", "webhooks", calls::createHook);
        administrator("DELETE", "webhooks/:id", calls::deleteHook);
        user("GET", "agent_bots", calls::bots);
        router.add(ChatwootRouter.Access.PROFILE, "GET", "/api/v1/profile", calls::profile);
    }

    void visitors(PublicCalls calls) {
        String inbox = "/public/api/v1/inboxes/:inbox";
        String contact = inbox + "/contacts/:source";
        String conversation = contact + "/conversations/:id";
        visitor("GET", inbox, calls::show);
        visitor("POST", inbox + "/contacts", calls::upsert);
        visitor("GET", contact, calls::contact);
        visitor("PATCH|PUT", contact, calls::updateContact);
        visitor("POST", contact + "/conversations", calls::open);
        visitor("GET", contact + "/conversations", calls::conversations);
        visitor("GET", conversation, calls::showConversation);
        visitor("POST", conversation + "/toggle_status", calls::toggleStatus);
        visitor("POST", conversation + "/toggle_typing", calls::typing);
        visitor("POST", conversation + "/update_last_seen", calls::seen);
    }

    private void administrator(String methods, String path, ChatwootRequest.Handler handler) {
        router.add(ChatwootRouter.Access.ADMINISTRATOR, methods, path, handler);
    }

    private void user(String methods, String path, ChatwootRequest.Handler handler) {
        router.add(ChatwootRouter.Access.USER, methods, path, handler);
    }

    private void bot(String methods, String path, ChatwootRequest.Handler handler) {
        router.add(ChatwootRouter.Access.BOT, methods, path, handler);
    }

    private void visitor(String methods, String path, ChatwootRequest.Handler handler) {
        router.add(ChatwootRouter.Access.PUBLIC, methods, path, handler);
    }
}
