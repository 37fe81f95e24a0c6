package dev.carteiro.crew;

import dev.carteiro.destination.Webhooks.Shape;
import dev.carteiro.destination.Webhooks.Shaped;
import dev.carteiro.event.ConversationKey;
import dev.carteiro.event.Recorded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The inputs of a kickoff: what a JSONata expression makes of the event, or the usual ones, all of them texts, as the
 * platform declares inputs: {@code message} (of a burst, a line each), {@code conversation}, {@code contact} (the name, else
 * the number), {@code phone} and {@code history} (the messages before, a line each).
 */
final class Inputs {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final @Nullable Shape shape;
    private final Transcript transcript;

    /** {@code shape} is null for the usual ones. */
    Inputs(@Nullable Shape shape, Transcript transcript) {
        this.shape = shape;
        this.transcript = transcript;
    }

    Mono<Shaped> of(Question question) {
        return shape == null ? usual(question) : shape.of(question.delivery()).map(Inputs::checked);
    }

    private static Shaped checked(Shaped made) {
        JsonNode json = made.json();
        return json == null || json.isObject()
                ? made
                : new Shaped(null, "inputs gives no object, and a kickoff takes nothing else");
    }

    private Mono<Shaped> usual(Question question) {
        ConversationKey key = question.conversation();
        Mono<List<Transcript.Line>> before =
                key == null ? Mono.just(List.of()) : transcript.before(key, question.event());
        return before.map(lines -> new Shaped(usual(question, lines), null));
    }

    private static ObjectNode usual(Question question, List<Transcript.Line> before) {
        List<String> messages = new ArrayList<>();
        for (Recorded event : question.events()) {
            String text = Transcript.text(JSON.readTree(event.data()));
            messages.add(text.isBlank() ? kind(event) : text);
        }
        JsonNode data = JSON.readTree(question.events().getLast().data());
        JsonNode person = data.path("sender").isObject() ? data.path("sender") : data.path("chat");
        String phone = person.path("phone").asString("");
        String name = person.path("name").asString("");
        ConversationKey key = question.conversation();
        ObjectNode inputs = JSON.createObjectNode();
        inputs.put("message", String.join("\n", messages));
        inputs.put("conversation", key == null ? "" : key.toString());
        inputs.put("contact", name.isBlank() ? phone : name);
        inputs.put("phone", phone);
        inputs.put("history", history(before));
        return inputs;
    }

    /** A picture without words is something that was said, too. */
    private static String kind(Recorded event) {
        String kind = JSON.readTree(event.data()).at("/content/kind").asString("");
        return "[" + (kind.isEmpty() ? event.envelope().type() : kind) + "]";
    }

    private static String history(List<Transcript.Line> lines) {
        StringBuilder history = new StringBuilder();
        for (Transcript.Line line : lines) {
            String who = line.name().isBlank() ? line.received() ? "customer" : "agent" : line.name();
            history.append(who).append(": ").append(line.text()).append('\n');
        }
        return history.toString().strip();
    }
}
