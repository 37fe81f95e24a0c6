package dev.carteiro.destination;

import com.dashjoin.jsonata.Jsonata;
import dev.carteiro.destination.Form.Ready;
import dev.carteiro.destination.Form.Shaped;
import dev.carteiro.destination.Form.Unfit;
import dev.carteiro.event.Canonical;
import dev.carteiro.event.Recorded;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSONata expression over the canonical event; what it may take of time and memory is bounded. Only one thread at a time
 * may use it.
 */
final class Transform {

    private static final int LARGEST_EXPRESSION = 100_000;
    private static final int LARGEST_EVENT = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern EVAL = Pattern.compile("\\$eval\\b");

    private final TransformFaults faults;
    private final Jsonata expression;
    private final TransformWatch watch;

    private Transform(TransformFaults faults, Jsonata expression, TransformWatch watch) {
        this.faults = faults;
        this.expression = expression;
        this.watch = watch;
    }

    /** Throws {@link InvalidTransformException} where {@code text} is not JSONata. */
    static Transform compile(String text, Clock clock) {
        if (text.length() > LARGEST_EXPRESSION) {
            throw new InvalidTransformException("has more than " + LARGEST_EXPRESSION + " characters");
        }
        if (EVAL.matcher(text).find()) {
            throw new InvalidTransformException(
                    "uses $eval, which is not there: what somebody writes in a message must not run as a program");
        }
        TransformFaults faults = new TransformFaults(text);
        TransformWatch watch = new TransformWatch(clock);
        Jsonata expression = parse(text, faults);
        expression.setValidateInput(false); // it is our own
        new TransformFunctions(watch).register(expression);
        return new Transform(faults, expression, watch);
    }

    private static Jsonata parse(String text, TransformFaults faults) {
        try {
            // The parser looks one character too far behind a regular expression or a comment that ends the text.
            Jsonata parsed = Jsonata.jsonata(text + "\n");
            // What was parsed last on a thread is what the library evaluates with on that thread, and its frames pile
            // up
            // where it evaluates itself. So something else is parsed last.
            Jsonata.jsonata("$");
            return parsed;
        } catch (RuntimeException | StackOverflowError e) {
            throw new InvalidTransformException(faults.syntax(e), e);
        }
    }

    /** The request's content, or why there is none. Takes up to a second of the processor; to be called off the event loops. */
    Shaped apply(Recorded event) {
        return event.data().length > LARGEST_EVENT ? tooLarge("event", event.data().length) : shaped(canonical(event));
    }

    /** The same for a burst: the expression sees its last event, which has all of them in one more member, {@code events}. */
    Shaped apply(List<Recorded> burst) {
        int size = burst.stream().mapToInt(event -> event.data().length).sum();
        if (size > LARGEST_EVENT) {
            return tooLarge("burst", size);
        }
        Map<String, @Nullable Object> input = canonical(burst.getLast());
        input.put("events", burst.stream().map(Transform::canonical).toList());
        return shaped(input);
    }

    private static Unfit tooLarge(String what, int size) {
        return new Unfit("the " + what + " has " + (size >> 10) + " KiB, and a transform takes up to "
                + (LARGEST_EVENT >> 10) + " KiB");
    }

    private static Map<String, @Nullable Object> canonical(Recorded event) {
        return Canonical.of(event.envelope(), JSON.readValue(event.data(), Object.class));
    }

    private Shaped shaped(Map<String, @Nullable Object> input) {
        try {
            Object result = MutedOut.during(() -> evaluate(input));
            return result == null
                    ? new Unfit("the transform gave nothing for this event; keep it away with the route's condition")
                    : new Ready(new Payload("application/json", TransformResult.json(result)));
        } catch (TransformStoppedException e) {
            return new Unfit(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            String stopped = watch.stopped();
            return new Unfit(stopped == null ? faults.failure(e) : stopped);
        }
    }

    private @Nullable Object evaluate(Map<String, @Nullable Object> input) {
        Jsonata.Frame bindings = expression.createFrame();
        bindings.setEvaluateEntryCallback(watch);
        bindings.setEvaluateExitCallback(watch);
        watch.begin();
        return expression.evaluate(input, bindings);
    }
}
