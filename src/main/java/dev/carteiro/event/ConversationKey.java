package dev.carteiro.event;

/**
 * The ordering key: events with equal keys reach a destination in the order in which they were accepted.
 *
 * @param scope the WhatsApp instance, or the Chatwoot account
 * @param conversation the chat's JID, or the Chatwoot conversation's display id
 */
public record ConversationKey(String scope, String conversation) {

    /** As in CloudEvents' {@code subject}: {@code Ravenna/5511988887777@s.whatsapp.net}. */
    @Override
    public String toString() {
        return scope + "/" + conversation;
    }
}
