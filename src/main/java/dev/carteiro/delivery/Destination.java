package dev.carteiro.delivery;

import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Fact;
import dev.carteiro.store.Text;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A configured receiver.
 *
 * @param url where it is, as configured
 * @param once whether a request that holds many events goes there once, because what is sent is the request itself
 */
public record Destination(String name, String url, Policy policy, boolean once, Sender sender) {

    /** For how long at least a new delivery of {@code fact} waits for others to go with it. */
    Duration delay(Fact fact) {
        return policy.debounce() == null || lane(fact) == null || fact.conversation() == null
                ? Duration.ZERO
                : policy.debounce().quiet();
    }

    /** How others are gathered that go with {@code delivery}; null where it goes alone, as what has no conversation does. */
    Policy.@Nullable Debounce debounce(Delivery delivery) {
        return delivery.lane() == null || delivery.event().envelope().conversation() == null ? null : policy.debounce();
    }

    /** What keeps the order of {@code fact} there: its conversation, else its instance; absent where nothing does. */
    @Nullable String lane(Fact fact) {
        return lane(fact.conversation(), fact.instance());
    }

    /** The same for an event of the log, which has long names shortened already. */
    @Nullable String lane(@Nullable ConversationKey conversation, @Nullable String instance) {
        if (!policy.ordered()) {
            return null;
        }
        if (conversation == null) {
            return instance == null ? null : Text.indexable(instance);
        }
        ConversationKey logged =
                new ConversationKey(Text.indexable(conversation.scope()), Text.indexable(conversation.conversation()));
        return Text.indexable(logged.toString());
    }
}
