package dev.carteiro.fake;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/** An inbox of a Chatwoot as its administrator sees it. */
public final class ChatwootInbox {

    private final ChatwootData data;
    private final InboxRow row;

    ChatwootInbox(ChatwootData data, InboxRow row) {
        this.data = data;
        this.row = row;
    }

    public long id() {
        return row.id;
    }

    public String name() {
        synchronized (data) {
            return row.name;
        }
    }

    /** With which the public client API knows it. */
    public String identifier() {
        return row.identifier;
    }

    /** With which its webhooks are signed. */
    public String secret() {
        return row.secret;
    }

    public @Nullable String webhookUrl() {
        synchronized (data) {
            return row.webhookUrl;
        }
    }

    @CanIgnoreReturnValue
    public ChatwootInbox webhookUrl(@Nullable String url) {
        synchronized (data) {
            row.webhookUrl = url;
            return this;
        }
    }

    @CanIgnoreReturnValue
    public ChatwootInbox lockToSingleConversation(boolean on) {
        synchronized (data) {
            row.single = on;
            return this;
        }
    }

    /** Whether a bot is attached, so that conversations begin as pending. */
    @CanIgnoreReturnValue
    public ChatwootInbox bot(boolean on) {
        synchronized (data) {
            row.hasBot = on;
            return this;
        }
    }
}
