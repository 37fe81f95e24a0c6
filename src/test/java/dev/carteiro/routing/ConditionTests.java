package dev.carteiro.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cel.runtime.CelEvaluationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.type == 'message.received' && !event.data.private",
                "event.type.startsWith('message.')",
                "event.type in ['message.received', 'message.sent']",
                "event.data.replyTo == null",
                "event.data.sender == null || event.data.sender.phone.startsWith('+55')",
                "event.data.content.kind == 'text' && event.data.content.text.lowerAscii().contains('oi')",
                "event.data.content.text.matches('(?i)^OI')",
                "event.data.size > 3 && event.data.size == 5.0",
                "event.data.latitude < -1.5",
                "'vip' in event.data.labels",
                "event.data.labels.exists(label, label == 'vip')",
                "has(event.data.content) && !has(event.data.nothing)",
                "event.data.open",
            })
    void holds(String expression) throws CelEvaluationException {
        assertThat(Condition.compile(expression).matches(variables())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event.data.private", "event.type == 'x'", "event.instance != null"})
    void doesNotHold(String expression) throws CelEvaluationException {
        assertThat(Condition.compile(expression).matches(variables())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.data.content == {'kind': 'text', 'text': 'Oi, tudo bem?'}",
                "event.data.content == event.data['content']",
                "event['data'].content['kind'] == 'text'",
                "size(event.data.content) == 2 && size(event) == 3",
                "'data' in event && !('nothing' in event.data)",
                "type(event.data) == map && type(event.data.sender) == null_type && type(event.data.size) == int",
                "event.data.content.all(name, event.data.content[name] != '')",
                "[event.data, event].exists(object, has(object.content) && object.content.kind == 'text')",
                "{'a': event.data}.a.content.kind == 'text'",
                "(event.data.open ? event.data : event).size == 5",
                "has(event.data.content.kind) && has(event.data.sender) && has(event.instance)",
                "has(event.data.sender.phone)",
                "has(event.data.nothing.kind)",
                "has(event.data.labels.kind)",
                "event.nothing",
                "event.data.sender.phone",
                "event.data.labels.kind",
                "event.data.labels[0] == 'new'",
                "event[1]",
                "event[event.type]",
                "event.data.nothing || event.data.open",
                "event.data",
                "event == 5",
            })
    void looksIntoAnObjectAsIntoAPlainMap(String expression) {
        Condition condition = Condition.compile(expression);
        assertThat(outcome(condition, new CelObject(event()))).isEqualTo(outcome(condition, CelValues.of(event())));
    }

    private static String outcome(Condition condition, Object event) {
        try {
            return Boolean.toString(condition.matches(Map.of("event", event)));
        } catch (CelEvaluationException e) {
            return e.getErrorCode() + " " + e.getMessage();
        } catch (RuntimeException e) {
            return e.getClass() + " " + e.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.data.nothing == 'x'",
                "event.data.sender.phone == 'x'",
                "event.type > 5",
                "event.type",
                "event.data.content.text.matches('(')",
            })
    void cannotBeEvaluated(String expression) {
        assertThatExceptionOfType(CelEvaluationException.class)
                .isThrownBy(() -> Condition.compile(expression).matches(variables()));
    }

    @Test
    void whatItCostsIsBounded() {
        List<Integer> many = IntStream.range(0, 200).boxed().toList();
        Condition cubic = Condition.compile("event.all(a, event.all(b, event.all(c, a + b + c >= 0)))");

        assertThatExceptionOfType(CelEvaluationException.class)
                .isThrownBy(() -> cubic.matches(Map.of("event", CelValues.of(many))))
                .withMessageContaining("Iteration budget exceeded");
    }

    @Test
    void saysWhereItIsWrong() {
        assertThat(sentences("event.type.containz('x')")).containsExactly("""
                column 20: undeclared reference to 'containz'
                    event.type.containz('x')
                                       ^""");
        assertThat(sentences("event.type ==")).containsExactly("""
                column 14: mismatched input '<EOF>'
                    event.type ==
                                 ^""");
        assertThat(sentences("evnt.type == 'x' &&\n  1 + 'a' == 2")).containsExactly("""
                line 1, column 1: undeclared reference to 'evnt'
                    evnt.type == 'x' &&
                    ^""", """
                line 2, column 5: found no matching overload for '_+_' applied to '(int, string)'
                      1 + 'a' == 2
                        ^""");
    }

    @Test
    void mustGiveTrueOrFalse() {
        assertThat(sentences("'message.received'"))
                .containsExactly("gives string where a condition gives bool\n    'message.received'");
        assertThat(sentences("event.type.size() + 1"))
                .containsExactly("gives int where a condition gives bool\n    event.type.size() + 1");
    }

    private static List<String> sentences(String expression) {
        return catchThrowableOfType(InvalidConditionException.class, () -> Condition.compile(expression))
                .sentences();
    }

    private static Map<String, Object> variables() {
        return Map.of("event", new CelObject(event()));
    }

    private static Map<String, @Nullable Object> event() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("private", false);
        data.put("open", true);
        data.put("replyTo", null);
        data.put("sender", null);
        data.put("size", 5);
        data.put("latitude", -1.75);
        data.put("labels", List.of("new", "vip"));
        data.put("content", Map.of("kind", "text", "text", "Oi, tudo bem?"));
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", "message.received");
        event.put("instance", null);
        event.put("data", data);
        return event;
    }
}
