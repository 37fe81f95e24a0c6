package dev.carteiro;

import static dev.carteiro.RouterClient.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** {@code /actuator/deliveries}, as a person on call uses it. */
record Operations(RouterClient client) {

    static final String PATH = "/actuator/deliveries";

    /** One destination, as soon as it is like that. */
    @CanIgnoreReturnValue
    JsonNode seen(String destination, Predicate<JsonNode> like) {
        AtomicReference<JsonNode> last = new AtomicReference<>();
        eventually().until(() -> {
            last.set(client.get(PATH + "/" + destination));
            return like.test(last.get());
        });
        return last.get();
    }

    RouterClient.Answer ask(String destination, String body) {
        return client.post(PATH + "/" + destination, body, "Authorization", "Bearer " + RouterClient.ADMIN);
    }

    /** What was answered; the operation must have been done. */
    @CanIgnoreReturnValue
    JsonNode run(String destination, String operation) {
        RouterClient.Answer answer = ask(destination, "{\"operation\": \"" + operation + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
