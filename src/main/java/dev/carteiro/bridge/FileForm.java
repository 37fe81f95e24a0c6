package dev.carteiro.bridge;

import java.util.LinkedHashMap;
import java.util.Map;

/** A bridge of the file in Evolution's form. */
final class FileForm {

    private FileForm() {}

    static Map<String, Object> of(Plan plan) {
        Map<String, Object> form = new LinkedHashMap<>();
        Options options = plan.options();
        form.put("enabled", true);
        Plan.Side side = plan.chatwoot();
        if (side != null) {
            form.put("accountId", side.settings().place().account());
            form.put("token", side.settings().place().token());
            form.put("url", side.settings().place().url().toString());
            form.put("nameInbox", side.inbox().name());
            form.put("autoCreate", side.inbox().autoCreate());
        }
        form.put("signMsg", options.signMessages());
        form.put("signDelimiter", options.signDelimiter());
        form.put("reopenConversation", options.reopenConversation());
        form.put("conversationPending", options.conversationPending());
        form.put("mergeBrazilContacts", options.mergeBrazilContacts());
        form.put("ignoreJids", options.ignore());
        return form;
    }
}
